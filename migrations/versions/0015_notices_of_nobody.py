"""what payment services told is kept without who paid

Revision ID: 0015
Revises: 0014
Create Date: 2026-11-26 03:58:00

"""

from alembic import op

# revision identifiers, used by Alembic.
revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    # Names, addresses and e-mails of buyers stood in them, and stayed when an account was deleted. Nobody reads them:
    # what counts was fetched from the service.
    op.execute("UPDATE provider_event SET payload = ''")


def downgrade():
    pass
