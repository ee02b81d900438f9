"""/api/users: who may sign in."""

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from etappe.api.access import Owner, TheHouse
from etappe.api.answers import PROBLEMS
from etappe.app.house import new_password
from etappe.base.roles import Role

router = APIRouter(tags=["users"], responses=PROBLEMS)


class UserView(BaseModel):
    """A person who may sign in."""

    email: str
    role: str


class NewUser(BaseModel):
    """A person to let in."""

    model_config = ConfigDict(extra="forbid")

    email: str = Field(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
    role: Role = "viewer"


class Password(BaseModel):
    """A new password, shown once."""

    email: str
    password: str


@router.get("/users")
def list_users(_: Owner, house: TheHouse) -> list[UserView]:
    """Everybody who may sign in."""
    return [UserView(email=user.email, role=user.role) for user in house.installation.users()]


@router.post("/users", status_code=201)
def add_user(_: Owner, house: TheHouse, user: NewUser) -> Password:
    """Let somebody in; the password is shown this once."""
    password = new_password()
    house.installation.create_user(user.email, password, user.role)
    return Password(email=user.email, password=password)


@router.post("/users/{email}/password")
def renew_password(_: Owner, house: TheHouse, email: str) -> Password:
    """A new password for somebody who forgot theirs; ends all of that person's sessions."""
    password = new_password()
    house.installation.set_password(email, password)
    house.sign_ins.forgive(email)
    return Password(email=email, password=password)


@router.delete("/users/{email}", status_code=204)
def remove_user(_: Owner, house: TheHouse, email: str) -> Response:
    """Let somebody in no longer."""
    house.installation.remove_user(email)
    return Response(status_code=204)
