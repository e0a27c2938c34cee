"""posters_and_revisions

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-25 19:20:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "poster",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key"], ["picture.key"], name=op.f("fk_poster_key_picture")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_poster")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=20), nullable=False),
        sa.Column("text_id", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    op.create_index(op.f("ix_revision_page_revision_id"), "revision", ["page", "id"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_revision_page_revision_id"), table_name="revision")
    op.drop_table("revision")
    op.drop_table("poster")
