"""claims of no incident, accusations or not, wait for the resolver, which finds out whose articles are copies"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

WAITS = "report_id IS NULL AND (counted IS NULL OR (counted AND replaced_at IS NOT NULL))"
NOW = "Whether a claim of no single incident is an accusation in daily_accusations; NULL before the resolver has seen it"
BEFORE = "Whether an accusation of no single incident is in daily_accusations; NULL before the resolver has seen it"


def upgrade() -> None:
    op.drop_index('ix_claims_uncounted', table_name='claims')
    op.create_index('ix_claims_uncounted', 'claims', ['id'], unique=False, postgresql_where=sa.text(WAITS))
    op.alter_column('claims', 'counted', existing_type=sa.BOOLEAN(), existing_nullable=True, comment=NOW, existing_comment=BEFORE)


def downgrade() -> None:
    op.execute("UPDATE claims SET counted = NULL WHERE act <> 'accuse'")
    op.drop_index('ix_claims_uncounted', table_name='claims')
    op.create_index('ix_claims_uncounted', 'claims', ['id'], unique=False, postgresql_where=sa.text(f"act = 'accuse' AND {WAITS}"))
    op.alter_column('claims', 'counted', existing_type=sa.BOOLEAN(), existing_nullable=True, comment=BEFORE, existing_comment=NOW)
