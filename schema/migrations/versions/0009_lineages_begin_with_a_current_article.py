"""lineages begin with a current article"""

from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A new version of an article had been a copy of the one it superseded, and its accusations counted no more."""
    op.execute("""
        WITH kin AS (
            SELECT a.*, coalesce(a.lineage_id, a.id) AS root FROM articles a
            JOIN articles r ON r.id = coalesce(a.lineage_id, a.id) WHERE r.superseded_at IS NOT NULL
        ), firsts AS (
            SELECT DISTINCT ON (root) root, id AS original FROM kin
            ORDER BY root, superseded_at IS NOT NULL, published NULLS LAST, published_at NULLS LAST, canonical_url COLLATE "C", id
        ), moved AS (
            UPDATE articles a SET lineage_id = nullif(f.original, a.id) FROM kin JOIN firsts f ON f.root = kin.root
            WHERE a.id = kin.id AND a.lineage_id IS DISTINCT FROM nullif(f.original, a.id) RETURNING a.id
        )
        UPDATE claims c SET counted = NULL FROM moved WHERE c.article_id = moved.id AND c.report_id IS NULL AND c.replaced_at IS NULL
          AND NOT c.counted""")
    op.execute("""
        UPDATE issues i SET closed_at = now() FROM articles a
        WHERE a.id = i.article_id AND a.superseded_at IS NOT NULL AND i.closed_at IS NULL""")


def downgrade() -> None:
    """Which version is called the original is no matter of the schema."""
