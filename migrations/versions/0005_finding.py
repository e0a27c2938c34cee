"""finding

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-24 09:12:40.310264

What products are found by is filled in by the worker, or by `flask job register`: a migration knows nothing of words.
"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FOUND = {
    "sqlite": (
        """CREATE VIRTUAL TABLE found USING fts5(
            words, content='place', content_rowid='id', detail='none', columnsize=0, tokenize="ascii tokenchars '=_-'"
        )""",
        """CREATE TRIGGER place_found AFTER INSERT ON place BEGIN
            INSERT INTO found (rowid, words) VALUES (new.id, new.words);
        END""",
        """CREATE TRIGGER place_lost AFTER DELETE ON place BEGIN
            INSERT INTO found (found, rowid, words) VALUES ('delete', old.id, old.words);
        END""",
        """CREATE TRIGGER place_reworded AFTER UPDATE OF words ON place BEGIN
            INSERT INTO found (found, rowid, words) VALUES ('delete', old.id, old.words);
            INSERT INTO found (rowid, words) VALUES (new.id, new.words);
        END""",
    ),
    "postgresql": (
        "CREATE INDEX ix_place_words ON place USING gin (array_to_tsvector(string_to_array(words, ' ')))",
    ),
}


def upgrade():
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_table(
        "tag",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tag")),
    )
    op.create_table(
        "word",
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("text", name=op.f("pk_word")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_place_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("product_id", name=op.f("uq_place_product_id")),
    )
    for statement in FOUND[op.get_bind().dialect.name]:
        op.execute(statement)
    # Column by column, where SQLite would copy the table: other tables stand on it.
    op.add_column("product", sa.Column("colours", sa.JSON(), server_default="[]", nullable=False))
    op.drop_column("product", "search_text")


def downgrade():
    op.add_column("product", sa.Column("search_text", sa.String(), server_default="", nullable=False))
    op.drop_column("product", "colours")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE found")
    op.drop_table("place")
    op.drop_table("word")
    op.drop_table("tag")
    op.drop_table("change")
