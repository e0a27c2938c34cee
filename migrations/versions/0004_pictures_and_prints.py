"""pictures_and_prints

Pictures become things of their own, to which photos, portraits and proofs refer. The worker makes the prints of those
that are there from their widest files.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-25 15:20:11.402117

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KEPT = (
    "INSERT INTO picture (key, state, original, width, height, ground, created_at) "
    "SELECT {key}, 'waiting', min({file}) || '-1600.webp', 0, 0, '', CURRENT_TIMESTAMP FROM {table} "
    "WHERE {file} IS NOT NULL GROUP BY {key}"
)


def upgrade():
    op.create_table(
        "picture",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting", "ready", "refused", "leaving", name="picturestate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("original", sa.String(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "trouble",
            sa.Enum("broken", "heavy", "lost", name="trouble", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_picture")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(
            "ix_picture_undeveloped",
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("original IS NOT NULL"),
            postgresql_where=sa.text("original IS NOT NULL"),
        )
    op.execute(KEPT.format(key="key", file="key", table="photo"))
    op.execute(KEPT.format(key="portrait", file="portrait", table="maker"))
    # By their content, as new ones will be, so that the same proof is still known when it is sent for another order.
    op.execute(KEPT.format(key="'proofs/' || substr(sha256, 1, 32)", file="key", table="proof"))
    op.execute("UPDATE proof SET key = 'proofs/' || substr(sha256, 1, 32) || ' ' || id")

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_product_id"))
        batch_op.drop_constraint(batch_op.f("uq_photo_key"), type_="unique")
        batch_op.drop_column("width")
        batch_op.drop_column("height")
        batch_op.add_column(sa.Column("focus_x", sa.Integer(), nullable=False, server_default="50"))
        batch_op.add_column(sa.Column("focus_y", sa.Integer(), nullable=False, server_default="50"))
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.alter_column("focus_x", server_default=None)
        batch_op.alter_column("focus_y", server_default=None)
        batch_op.create_check_constraint(
            batch_op.f("ck_photo_focus_in_picture"),
            "focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100",
        )
        batch_op.create_unique_constraint(batch_op.f("uq_photo_product_id_key"), ["product_id", "key"])
        batch_op.create_index(batch_op.f("ix_photo_key"), ["key"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_photo_key_picture"), "picture", ["key"], ["key"])

    with op.batch_alter_table("maker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_maker_portrait"), ["portrait"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_maker_portrait_picture"), "picture", ["portrait"], ["key"])

    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proof_sha256"))
        batch_op.drop_constraint(batch_op.f("uq_proof_key"), type_="unique")
        batch_op.drop_column("sha256")
    op.execute("UPDATE proof SET key = substr(key, 1, 39)")
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proof_key"), ["key"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_proof_key_picture"), "picture", ["key"], ["key"])
    # Files that nobody shows are cleared and swept without a list of them.
    op.drop_table("discarded_portrait")


def downgrade():
    op.create_table(
        "discarded_portrait",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_discarded_portrait")),
    )
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proof_key_picture"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_proof_key"))
        batch_op.add_column(sa.Column("sha256", sa.String(), nullable=True))
    op.execute("UPDATE proof SET sha256 = substr(key, 8), key = key || ' ' || id")
    with op.batch_alter_table("proof", schema=None) as batch_op:
        batch_op.alter_column("sha256", existing_type=sa.String(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_proof_key"), ["key"])
        batch_op.create_index(batch_op.f("ix_proof_sha256"), ["sha256"], unique=False)

    with op.batch_alter_table("maker", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_maker_portrait_picture"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_maker_portrait"))

    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_photo_key_picture"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_photo_product_id_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("ck_photo_focus_in_picture"), type_="check")
        batch_op.drop_index(batch_op.f("ix_photo_key"))
        batch_op.drop_column("focus_x")
        batch_op.drop_column("focus_y")
        batch_op.add_column(sa.Column("width", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("height", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE photo SET width = (SELECT width FROM picture WHERE picture.key = photo.key), "
        "height = (SELECT height FROM picture WHERE picture.key = photo.key)"
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.alter_column("width", existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column("height", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_photo_key"), ["key"])
        batch_op.create_index(batch_op.f("ix_photo_product_id"), ["product_id"], unique=False)

    op.drop_table("picture")
