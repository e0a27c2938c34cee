"""reviews_and_price_parts

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-25 18:54:12.603114

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KINDS = ("kain", "selendang", "sarung", "syal", "taplak", "sapu_tangan")


def moderated():
    """What reviews and the answers to them have alike."""
    states = ("waiting", "shown", "rejected", "withdrawn")
    reasons = ("personal", "insult", "advertising", "off_topic", "picture")
    return (
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "state", sa.Enum(*states, name="reviewstate", native_enum=False, length=20), nullable=False
        ),
        sa.Column("reason", sa.Enum(*reasons, name="reason", native_enum=False, length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=False),
    )


def upgrade():
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("photo", sa.String(), nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        *moderated(),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_review_stars_from_one_to_five")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_review_line_id_order_line")),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_review_maker_id_maker")),
        sa.ForeignKeyConstraint(["photo"], ["picture.key"], name=op.f("fk_review_photo_picture")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_review_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("line_id", name=op.f("uq_review_line_id")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_maker_id_state"), ["maker_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_photo"), ["photo"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_product_id_state"), ["product_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_state_written_at"), ["state", "written_at"], unique=False)

    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=False),
        *moderated(),
        sa.ForeignKeyConstraint(["maker_id"], ["maker.id"], name=op.f("fk_reply_maker_id_maker")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_reply_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("review_id", name=op.f("uq_reply_review_id")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_maker_id"), ["maker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reply_state_written_at"), ["state", "written_at"], unique=False)

    op.create_table(
        "price_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Enum(*KINDS, name="kind", native_enum=False, length=20), nullable=True),
        sa.Column("makers", sa.BigInteger(), nullable=False),
        sa.Column("materials", sa.BigInteger(), nullable=False),
        sa.Column("cooperative", sa.BigInteger(), nullable=False),
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("note_en", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(product_id IS NULL) <> (kind IS NULL)", name=op.f("ck_price_parts_of_a_product_or_a_kind")
        ),
        sa.CheckConstraint(
            "makers >= 0 AND materials >= 0 AND cooperative >= 0",
            name=op.f("ck_price_parts_nothing_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_price_parts_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_parts")),
        sa.UniqueConstraint("kind", name=op.f("uq_price_parts_kind")),
        sa.UniqueConstraint("product_id", name=op.f("uq_price_parts_product_id")),
    )


def downgrade():
    op.drop_table("price_parts")
    op.drop_table("reply")
    op.drop_table("review")
