"""exhibitions

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-25 22:40:13.710710

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "exhibition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("organiser", sa.String(), nullable=False),
        sa.Column("stand", sa.String(), nullable=False),
        sa.Column("target", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("about_id", sa.String(), nullable=False),
        sa.Column("about_en", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("planned", "open", "closed", name="exhibitionstatus", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_exhibition_days_in_order")),
        sa.CheckConstraint("target >= 0", name=op.f("ck_exhibition_target_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibition")),
        sa.UniqueConstraint("slug", name=op.f("uq_exhibition_slug")),
    )
    with op.batch_alter_table("exhibition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibition_first_day"), ["first_day"], unique=False)

    op.create_table(
        "exhibition_cost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "stand",
                "transport",
                "lodging",
                "meals",
                "printing",
                "other",
                name="costkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_exhibition_cost_something_spent")),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_exhibition_cost_exhibition_id_exhibition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibition_cost")),
    )
    with op.batch_alter_table("exhibition_cost", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibition_cost_exhibition_id"), ["exhibition_id"], unique=False)

    op.create_table(
        "exhibition_officer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_exhibition_officer_exhibition_id_exhibition")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_exhibition_officer_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibition_officer")),
        sa.UniqueConstraint(
            "exhibition_id", "user_id", name=op.f("uq_exhibition_officer_exhibition_id_user_id")
        ),
    )
    with op.batch_alter_table("exhibition_officer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibition_officer_user_id"), ["user_id"], unique=False)

    op.create_table(
        "exhibition_piece",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("back", sa.Integer(), nullable=False),
        sa.Column("sold", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "back + sold + missing <= taken", name=op.f("ck_exhibition_piece_no_more_than_taken")
        ),
        sa.CheckConstraint(
            "back >= 0 AND sold >= 0 AND missing >= 0", name=op.f("ck_exhibition_piece_nothing_negative")
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_exhibition_piece_exhibition_id_exhibition")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variant.id"], name=op.f("fk_exhibition_piece_variant_id_variant")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibition_piece")),
        sa.UniqueConstraint(
            "exhibition_id", "variant_id", name=op.f("uq_exhibition_piece_exhibition_id_variant_id")
        ),
    )
    with op.batch_alter_table("exhibition_piece", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exhibition_piece_variant_id"), ["variant_id"], unique=False)


def downgrade():
    op.drop_table("exhibition_piece")
    op.drop_table("exhibition_officer")
    op.drop_table("exhibition_cost")
    op.drop_table("exhibition")
