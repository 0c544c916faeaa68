"""What runs on others' machines: docker-compose.yml, the Dockerfile, .env.example, deploy/; as far as no engine is needed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from etl.settings import Settings

ROOT = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
REFERENCE = re.compile(r"\$\{([A-Z_]+)(?::([-?])([^}]*))?\}")
ONE_SHOT = {"init", "metabase-setup", "truce"}
SET_BY_COMPOSE = {"TRUCE_HOME", "TRUCE_DATABASE_URL", "TRUCE_DATABASE"}


def example() -> dict[str, str]:
    """Every variable of .env.example with its value, commented out or not."""
    return dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))


def written(value: object) -> str:
    """A setting's default as .env.example writes it."""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_compose_is_valid_by_the_compose_schema() -> None:
    program = shutil.which("check-jsonschema", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert program
    done = subprocess.run([program, "--builtin-schema", "vendor.compose-spec", ROOT / "docker-compose.yml"], capture_output=True, text=True,
                          check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_example_has_each_setting_with_its_default_and_its_meaning() -> None:
    for name, field in Settings.model_fields.items():
        assert f"# {field.description}\n# TRUCE_{name.upper()}={written(field.default)}\n" in EXAMPLE, name
    assert {name for name in example() if name.startswith("TRUCE_")} == {
        f"TRUCE_{name.upper()}" for name in Settings.model_fields} | {"TRUCE_IMAGE"}


def test_the_settings_read_the_example_as_their_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("TRUCE_")]:
        monkeypatch.delenv(name)
    env = tmp_path / ".env"
    env.write_text(EXAMPLE.replace("# TRUCE_", "TRUCE_"), encoding="utf-8")
    assert Settings(_env_file=env) == Settings(_env_file=None)


def test_home_and_env_file_are_the_checkouts_wherever_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRUCE_HOME")
    monkeypatch.chdir(tmp_path)
    assert Settings(_env_file=None).home == ROOT / ".truce"
    assert Settings.model_config["env_file"] == ROOT / ".env"
    monkeypatch.setenv("TRUCE_HOME", "data")
    assert Settings().home == ROOT / "data"
    monkeypatch.setenv("TRUCE_HOME", "/srv/truce")
    assert Settings().home == Path("/srv/truce")


def test_compose_hands_every_setting_to_the_containers_with_its_default() -> None:
    given = SERVICES["truce"]["environment"]
    for name, field in Settings.model_fields.items():
        variable = f"TRUCE_{name.upper()}"
        if variable not in SET_BY_COMPOSE:
            assert given[variable] == f"${{{variable}:-{written(field.default)}}}"


def test_every_variable_compose_refers_to_stands_in_the_example_and_none_besides() -> None:
    used = REFERENCE.findall((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert {name for name, _, _ in used} == set(example()) - SET_BY_COMPOSE
    for name, kind, default in used:
        if kind == "-":
            assert example()[name] == default, name
        else:
            assert re.search(f"^{name}=$", EXAMPLE, re.MULTILINE), f"{name} has no default, so the example leaves it empty"


def test_no_password_is_fixed() -> None:
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if re.search("PASS(WORD)?$|SECRET|FERNET|AUTH$", variable) and "MANAGER" not in variable:
                assert REFERENCE.fullmatch(value), (name, variable)
                assert ":?" in value, (name, variable)
        for password in re.findall(r"://\w*:([^@\"]*)@", json.dumps(service)):
            assert password.startswith("${"), name


def test_services_depend_on_services_and_mount_named_volumes_or_files_that_exist() -> None:
    for name, service in SERVICES.items():
        assert set(service.get("depends_on", {})) <= set(SERVICES), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (ROOT / source).is_file() if source.startswith(".") else source in COMPOSE["volumes"], (name, volume)
    assert {"postgres", "redis", "init", "api-server", "scheduler", "dag-processor", "triggerer", "worker", "metabase"} <= set(SERVICES)


def test_what_runs_on_has_a_health_check_and_restarts_and_what_is_waited_for_is_checked() -> None:
    for name in set(SERVICES) - ONE_SHOT:
        assert SERVICES[name]["healthcheck"]["test"], name
        assert SERVICES[name]["restart"] == "unless-stopped", name
    for name, service in SERVICES.items():
        for other, how in service.get("depends_on", {}).items():
            assert ("healthcheck" in SERVICES[other]) == (how["condition"] == "service_healthy"), (name, other)


def test_workers_scale_and_ports_are_open_to_this_machine_only() -> None:
    assert not {"ports", "container_name", "hostname"} & set(SERVICES["worker"])
    for service in SERVICES.values():
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_airflow_knows_every_option_compose_sets(tmp_path: Path) -> None:
    options = sorted({variable for service in SERVICES.values() for variable in service.get("environment", {})
                      if variable.startswith("AIRFLOW__")})
    assert len(options) > 10
    asked = "import sys; from airflow.configuration import conf; known = conf.configuration_description; print([o for o in sys.argv[1:] " \
            "if o.split('__')[2].lower() not in known.get(o.split('__')[1].lower(), {}).get('options', {})])"
    env = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW__")} | {"AIRFLOW_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", asked, *options], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_the_dockerfile_copies_files_that_exist_and_runs_as_a_user() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    copied = [source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]]
    assert {"requirements.lock", "etl", "schema", "dags", "deploy"} <= set(copied)
    assert all((ROOT / source).exists() for source in copied)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    assert all(f"!{source}" in ignored for source in copied)
    assert any("--require-hashes -r requirements.lock" in line for line in lines)
    assert next(line for line in lines if line.startswith("ARG ")).startswith("ARG BASE_IMAGE=python:")
    assert [line for line in lines if line.startswith("USER ")] == ["USER truce"]


def test_commands_and_checks_name_scripts_that_exist() -> None:
    for service in SERVICES.values():
        said = json.dumps([service.get("command"), service.get("healthcheck")])
        for script in re.findall(r"/opt/truce/(\S+?\.py)", said):
            assert (ROOT / script).is_file(), script


def test_environment_fills_in_the_secrets_and_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy/environment.py", tmp_path / "deploy")
    shutil.copy(ROOT / ".env.example", tmp_path)
    run = [sys.executable, tmp_path / "deploy/environment.py"]
    subprocess.run(run, check=True)
    env = tmp_path / ".env"
    first = env.read_text(encoding="utf-8")
    assert env.stat().st_mode & 0o77 == 0
    secrets = dict(re.findall(r"^([A-Z_]+)=(.+)$", first, re.MULTILINE))
    assert set(secrets) == set(re.findall(r"^([A-Z_]+)=$", EXAMPLE, re.MULTILINE))
    assert len(set(secrets.values())) == len(secrets)
    again = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (again.returncode, env.read_text(encoding="utf-8")) == (1, first)


def test_databases_is_a_shell_script_without_error_that_may_be_run() -> None:
    script = ROOT / "deploy/databases.sh"
    assert os.access(script, os.X_OK)
    subprocess.run(["sh", "-n", script], check=True)


class Metabase(BaseHTTPRequestHandler):
    """As much of Metabase's API as the setup uses, with what it was told."""

    users: list[dict[str, Any]]
    databases: list[dict[str, Any]]

    def answer(self, body: object, status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def said(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "null")

    def do_GET(self) -> None:
        if self.path == "/api/session/properties":
            self.answer({"setup-token": "token", "has-user-setup": bool(self.users)})
        elif self.headers.get("X-Metabase-Session") == "session":
            self.answer({"data": [{"id": number, **row} for number, row in enumerate(self.databases, 2)]})
        else:
            self.answer("Unauthenticated", 401)

    def do_POST(self) -> None:
        said = self.said()
        if self.path == "/api/setup":
            assert said["token"] == "token"
            self.users.append(said["user"])
        elif self.path == "/api/session":
            known = {(user["email"], user["password"]) for user in self.users}
            if (said["username"], said["password"]) not in known:
                return self.answer({"errors": {"password": "did not match stored password"}}, 401)
        elif self.path == "/api/database":
            self.databases.append(said)
        return self.answer({"id": "session"})

    def do_PUT(self) -> None:
        self.databases[int(self.path.rsplit("/", 1)[1]) - 2] = self.said()
        self.answer({})

    def log_message(self, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def metabase() -> Iterator[tuple[httpx.Client, type[Metabase]]]:
    fake = type("Fake", (Metabase,), {"users": [], "databases": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), fake)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}") as client:
        yield client, fake
    server.shutdown()
    server.server_close()


def test_metabase_gets_one_user_and_one_database_however_often_it_is_told(metabase: tuple[httpx.Client, type[Metabase]]) -> None:
    from deploy.metabase import connect, sign_in

    client, fake = metabase
    for password in ("one", "two"):
        client.headers["X-Metabase-Session"] = sign_in(client, "a@b.example", "secret")
        connect(client, f"postgresql://truce_reader:{password}%2F@postgres:5432/truce")
    assert [user["email"] for user in fake.users] == ["a@b.example"]
    details = {"host": "postgres", "port": 5432, "dbname": "truce", "user": "truce_reader", "password": "two/"}
    assert [{key: row["details"][key] for key in details} for row in fake.databases] == [details]


def test_metabase_that_refuses_ends_the_setup_in_its_words(metabase: tuple[httpx.Client, type[Metabase]]) -> None:
    from deploy.metabase import sign_in

    client, _ = metabase
    sign_in(client, "a@b.example", "secret")
    with pytest.raises(SystemExit, match="did not match"):
        sign_in(client, "a@b.example", "wrong")
