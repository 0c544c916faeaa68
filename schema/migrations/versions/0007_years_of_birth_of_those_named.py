"""years of birth of those named"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


SAID = "Their years of birth in the order of the names, parted by '; ', empty where one is not given; NULL when none is"


def upgrade() -> None:
    op.add_column('casualties', sa.Column('birth_years', sa.Text(), nullable=True, comment=SAID))


def downgrade() -> None:
    op.drop_column('casualties', 'birth_years')
