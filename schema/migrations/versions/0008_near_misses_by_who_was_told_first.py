"""near misses by who was told first"""

from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


FIRST = 'The one incident, that whose nearest report was told first'
LOWER = 'The one incident, that with the lower number'


def upgrade() -> None:
    op.drop_constraint(op.f('ck_near_misses_in_order'), 'near_misses')
    op.create_check_constraint(op.f('ck_near_misses_two'), 'near_misses', 'incident_id <> other_id')
    op.alter_column('near_misses', 'incident_id', existing_comment=LOWER, comment=FIRST)


def downgrade() -> None:
    op.execute("""
        UPDATE near_misses SET incident_id = other_id, other_id = incident_id, report_id = other_report_id, other_report_id = report_id
        WHERE incident_id > other_id""")
    op.drop_constraint(op.f('ck_near_misses_two'), 'near_misses')
    op.create_check_constraint(op.f('ck_near_misses_in_order'), 'near_misses', 'incident_id < other_id')
    op.alter_column('near_misses', 'incident_id', existing_comment=FIRST, comment=LOWER)
