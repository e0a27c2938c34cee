"""stall

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-25 23:03:06.207437

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "stall_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("sale", "lead", "visitors", "closing", name="entrykind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_off", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_stall_entry_exhibition_id_exhibition")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["user.id"], name=op.f("fk_stall_entry_officer_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stall_entry")),
        sa.UniqueConstraint("client_id", name=op.f("uq_stall_entry_client_id")),
    )
    with op.batch_alter_table("stall_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stall_entry_exhibition_id_stall_entry_at"), ["exhibition_id", "at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_stall_entry_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "stall_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_stall_closing_counted_not_negative")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["stall_entry.id"], name=op.f("fk_stall_closing_entry_id_stall_entry")
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_stall_closing_exhibition_id_exhibition")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["user.id"], name=op.f("fk_stall_closing_officer_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stall_closing")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_stall_closing_entry_id")),
    )
    with op.batch_alter_table("stall_closing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stall_closing_exhibition_id"), ["exhibition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stall_closing_officer_id"), ["officer_id"], unique=False)

    op.create_table(
        "stall_sale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("rival_id", sa.Integer(), nullable=True),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "cash", "qris", "stall_transfer", "card_reader", name="method", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.Column("listed", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("taken > 0", name=op.f("ck_stall_sale_something_taken")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["stall_entry.id"], name=op.f("fk_stall_sale_entry_id_stall_entry")
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_stall_sale_exhibition_id_exhibition")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["user.id"], name=op.f("fk_stall_sale_officer_id_user")),
        sa.ForeignKeyConstraint(["order_id"], ["order.id"], name=op.f("fk_stall_sale_order_id_order")),
        sa.ForeignKeyConstraint(["rival_id"], ["order.id"], name=op.f("fk_stall_sale_rival_id_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stall_sale")),
        sa.UniqueConstraint("order_id", name=op.f("uq_stall_sale_order_id")),
    )
    with op.batch_alter_table("stall_sale", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stall_sale_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_stall_sale_exhibition_id_stall_sale_on_day"),
            ["exhibition_id", "on_day"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_stall_sale_officer_id"), ["officer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stall_sale_rival_id"), ["rival_id"], unique=False)

    op.create_table(
        "stall_visitors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("exhibition_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("visitors <> 0", name=op.f("ck_stall_visitors_somebody_came")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["stall_entry.id"], name=op.f("fk_stall_visitors_entry_id_stall_entry")
        ),
        sa.ForeignKeyConstraint(
            ["exhibition_id"], ["exhibition.id"], name=op.f("fk_stall_visitors_exhibition_id_exhibition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stall_visitors")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_stall_visitors_entry_id")),
    )
    with op.batch_alter_table("stall_visitors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stall_visitors_exhibition_id"), ["exhibition_id"], unique=False)


def downgrade():
    op.drop_table("stall_visitors")
    op.drop_table("stall_sale")
    op.drop_table("stall_closing")
    op.drop_table("stall_entry")
