"""of_buyers

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-25 19:20:12.482016

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "user_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("street", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("preferred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_address_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_address")),
    )
    op.create_index(
        op.f("ix_user_address_user_id_user_address_preferred_at"),
        "user_address",
        ["user_id", "preferred_at"],
        unique=False,
    )


def downgrade():
    op.drop_table("user_address")
