"""Settings of the process, from the environment (ETAPPE_…); the one place that reads it."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator may set. Every field is an environment variable with the prefix ETAPPE_."""

    model_config = SettingsConfigDict(env_prefix="ETAPPE_", extra="ignore")

    data: Path = Field(default=Path("etappe-data"), description="Folder that holds all shops.")
    memory_mb: int = Field(
        default=1024, ge=128, description="Memory that DuckDB may use, per shop."
    )
    threads: int = Field(default=2, ge=1, description="Threads that DuckDB may use, per shop.")
    idle_minutes: int = Field(default=30, ge=1, description="A shop unused for so long is closed.")
    upload_mb: int = Field(
        default=20_480, ge=1, description="How large a file may be that comes through the browser."
    )
    upload_days: int = Field(
        default=14, ge=1, description="How long an upload that is not being used is kept."
    )
    collector_queue_mb: int = Field(
        default=64,
        ge=1,
        description="How much may wait for the disk before senders are told to wait, per shop.",
    )
    keep_free_mb: int = Field(
        default=256, ge=0, description="Below so much free disk nothing new is taken in."
    )
    session_days: int = Field(default=30, ge=1, description="How long a sign-in lasts.")
    secure_cookies: bool = Field(
        default=False, description="Send the session cookie over HTTPS only."
    )


def settings() -> Settings:
    """The settings as the environment has them now."""
    return Settings()
