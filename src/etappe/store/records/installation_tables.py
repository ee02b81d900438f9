"""The tables of the installation, as its migrations make them."""

from sqlalchemy import BigInteger, Column, MetaData, String, Table

_tables = MetaData()
users = Table(
    "users",
    _tables,
    Column("email", String, primary_key=True),
    Column("password", String),
    Column("role", String),
    Column("created_us", BigInteger),
)
sessions, tickets = (
    Table(
        name,
        _tables,
        Column("token", String, primary_key=True),
        Column("email", String),
        Column("expires_us", BigInteger),
    )
    for name in ("sessions", "tickets")
)
shops = Table(
    "shops",
    _tables,
    Column("name", String, primary_key=True),
    Column("title", String),
    Column("created_us", BigInteger),
)
