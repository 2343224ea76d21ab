"""Every environment variable, read once, typed, with its default."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """What may differ between two places where the mart runs."""

    model_config = SettingsConfigDict(env_prefix="ODOP_", extra="ignore", populate_by_name=True)

    database_url: str = Field(
        default="",
        validation_alias="DATABASE_URL",
        description="postgresql://… of a server of your own; empty starts the embedded one.",
    )
    host: str = Field(
        default="127.0.0.1", validation_alias="HOST", description="Address served on."
    )
    port: int = Field(
        default=8000, validation_alias="PORT", ge=0, le=65535, description="Port served on."
    )
    data_dir: Path = Field(
        default=ROOT / ".data", description="Where the embedded server and the media cache live."
    )
    cloudinary_url: str = Field(
        default="",
        validation_alias="CLOUDINARY_URL",
        description="cloudinary://key:secret@cloud; empty serves pictures from /media.",
    )
    public_url: str = Field(
        default="",
        description=(
            "The mart's address as browsers see it, without a slash at the end;"
            " empty is http://HOST:PORT."
        ),
    )
    pool_size: int = Field(default=10, ge=2, le=100, description="Database connections a process.")
    plans: bool = Field(
        default=True, description="Answer by compiled plans; without, by the ordinary executor."
    )
    answer_bytes: int = Field(
        default=8_000_000,
        ge=0,
        description="Bytes of public answers kept until something changes; 0 keeps none.",
    )
    statement_seconds: int = Field(
        default=10, ge=1, le=600, description="Seconds after which a database statement is stopped."
    )

    @property
    def site(self) -> str:
        """Where links and pictures point to."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
