"""what payment services told is kept without who paid

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-26 03:58:00

"""

from alembic import op

# revision identifiers, used by Alembic.
revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade():
    # Names, addresses and e-mails of buyers stood in them, and stayed when an account was deleted. Nobody reads them:
    # what counts was fetched from the service.
    op.execute("UPDATE provider_event SET payload = ''")


def downgrade():
    pass
