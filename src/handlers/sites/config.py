"""The types of the site configuration. docs/integrations/sites.schema.json is made of them."""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct, field

from model.taxonomy import TOPICS

__all__ = [
    "Api",
    "Callback",
    "Fields",
    "Kind",
    "Limits",
    "Posts",
    "Scheme",
    "SecretRef",
    "Site",
    "Sites",
    "WriteBack",
]

Kind = Literal[
    "ghost",
    "wordpress",
    "strapi",
    "contentful",
    "sanity",
    "storyblok",
    "drupal",
    "standardwebhooks",
    "generic",
]
Mode = Literal["tags", "suggest", "callback", "none"]
Name = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Pointer = Annotated[str, Meta(pattern=r"^(/.*)?$", description="JSON Pointer (RFC 6901)")]
Url = Annotated[str, Meta(pattern=r"^https?://[^\s/?#@]+(/[^\s?#]*)?$", max_length=500)]
Word = Annotated[str, Meta(min_length=1, max_length=200)]
Probability = Annotated[float, Meta(ge=0.0, le=1.0)]

_WRITABLE: Final = frozenset({"ghost", "wordpress", "strapi"})
_TOPIC_IDS: Final = frozenset(TOPICS)


class _Struct(Struct, forbid_unknown_fields=True, frozen=True, omit_defaults=True, kw_only=True):
    """Unknown members are faults: a mistyped option must not be ignored."""


class SecretRef(_Struct, frozen=True):
    """Where a secret is kept; never the secret itself. One of env, ssm, secretsmanager."""

    env: Annotated[Word | None, Meta(description="Name of an environment variable (local)")] = None
    ssm: Annotated[Word | None, Meta(description="Name of an SSM SecureString (AWS)")] = None
    secretsmanager: Annotated[
        Word | None, Meta(description="Name or ARN of a Secrets Manager secret (AWS)")
    ] = None
    key: Annotated[Word | None, Meta(description="Member of the Secrets Manager secret's JSON")] = (
        None
    )

    def __post_init__(self) -> None:
        given = [self.env, self.ssm, self.secretsmanager]
        if sum(value is not None for value in given) != 1:
            raise ValueError("a secret is one of env, ssm, secretsmanager")
        if self.key is not None and self.secretsmanager is None:
            raise ValueError("key belongs to secretsmanager")


class Posts(_Struct, frozen=True):
    """Which posts are classified; the others are answered 200 and left alone."""

    types: Annotated[
        list[Word], Meta(description="Post types or collections; empty takes the kind's default")
    ] = []
    statuses: Annotated[list[Word], Meta(min_length=1)] = field(
        default_factory=lambda: ["published"]
    )
    min_words: Annotated[int, Meta(ge=0, le=100_000)] = 20
    languages: Annotated[
        list[Word], Meta(description="Where the CMS says a language. A post without one is taken.")
    ] = field(default_factory=lambda: ["en"])


class Fields(_Struct, frozen=True):
    """Where the parts of a post are in what the CMS sends; each has a default for its kind."""

    id: Pointer | None = None
    type: Pointer | None = None
    status: Pointer | None = None
    title: Pointer | None = None
    body: Pointer | Annotated[list[Pointer], Meta(min_length=1, max_length=10)] | None = None
    language: Pointer | None = None
    revision: Pointer | None = None
    url: Pointer | None = None


class Scheme(_Struct, frozen=True):
    """How deliveries are signed, where the kind leaves it open (strapi, generic)."""

    type: Literal["bearer", "header", "hmac", "timestamp-hmac", "standardwebhooks"]
    header: Annotated[
        Word | None, Meta(description="header: holds the secret. hmac: holds the signature.")
    ] = None
    prefix: Annotated[str, Meta(max_length=50, description='e.g. "sha256="')] = ""
    algorithm: Literal["sha256", "sha1", "sha512"] = "sha256"
    encoding: Literal["hex", "base64"] = "hex"
    timestamp_header: Word | None = None
    timestamp_unit: Literal["s", "ms"] = "s"
    signed: Annotated[
        str, Meta(max_length=50, description="What is signed: {body}, {timestamp}, as they join")
    ] = "{body}"

    def __post_init__(self) -> None:
        if self.type in {"header", "hmac"} and not self.header:
            raise ValueError(f"the scheme {self.type} needs a header")
        if "{timestamp}" in self.signed and not self.timestamp_header:
            raise ValueError("signed names {timestamp}, so timestamp_header is needed")
        if self.timestamp_header and "{timestamp}" not in self.signed:
            raise ValueError("a timestamp that is not signed proves nothing: put it in signed")
        if self.signed.count("{body}") != 1:
            raise ValueError("signed has to name {body} once")


class Api(_Struct, frozen=True):
    """The CMS's own API: to write back, to fetch, to catch up."""

    url: Annotated[Url, Meta(description="The site's address, e.g. https://gazette.example")]
    credential: SecretRef | None = None
    private_network: Annotated[
        bool,
        Meta(description="The host is in a private network; only `copydesk serve` honours it"),
    ] = False


class Callback(_Struct, frozen=True):
    """Where results are sent, signed as Standard Webhooks."""

    url: Url
    secret: SecretRef
    private_network: bool = False


class WriteBack(_Struct, frozen=True):
    """What is written back to the CMS."""

    mode: Annotated[
        Mode,
        Meta(
            description="tags: terms and meta. suggest: meta only (Ghost: internal tags). "
            "callback: only the callback. none: results are kept here."
        ),
    ] = "none"
    topics: Annotated[
        dict[str, Word], Meta(description="medtop id -> the site's own name of the tag")
    ] = {}
    genres: Annotated[
        dict[Literal["opinion", "reporting"], Word], Meta(description="genre -> name of the tag")
    ] = {}
    create: Annotated[bool, Meta(description="Make tags that the site lacks")] = False
    threshold: Annotated[
        Literal["decided"] | Probability,
        Meta(description="decided: by the published thresholds; or a probability"),
    ] = "decided"
    taxonomy: Annotated[Word, Meta(description="WordPress: post_tag, category, or your own")] = (
        "post_tag"
    )
    collection: Annotated[Word | None, Meta(description="Strapi: REST name, e.g. articles")] = None
    relation: Annotated[Word, Meta(description="Strapi: the entry's field of tags")] = "tags"
    tag_collection: Annotated[Word, Meta(description="Strapi: REST name of the tags")] = "tags"
    tag_name: Annotated[Word, Meta(description="Strapi: the tag's field of its name")] = "name"
    meta_field: Annotated[
        Word | None, Meta(description="Strapi: a JSON field that gets the whole result")
    ] = None

    def __post_init__(self) -> None:
        for topic in self.topics:
            if topic not in _TOPIC_IDS:
                raise ValueError(f"topics: {topic[:40]!r} is none of the 17 (medtop:01000000 …)")


class Limits(_Struct, frozen=True):
    """How much one site may send."""

    per_minute: Annotated[int, Meta(ge=1, le=100_000, description="Deliveries; more get 429")] = 600
    max_queued: Annotated[
        int, Meta(ge=1, le=10_000_000, description="Jobs waiting; more get 503 (SQLite only)")
    ] = 10_000
    at_once: Annotated[int, Meta(ge=1, le=64, description="Jobs worked on (SQLite only)")] = 2


class Site(_Struct, frozen=True):
    """One site."""

    name: Name
    kind: Kind
    secrets: Annotated[
        list[SecretRef],
        Meta(min_length=1, max_length=2, description="Two while a secret is being changed"),
    ]
    scheme: Scheme | None = None
    freshness_seconds: Annotated[
        int, Meta(ge=30, le=86_400, description="How old a signature may be")
    ] = 300
    posts: Posts = Posts()
    fields: Fields = Fields()
    locale: Annotated[Word | None, Meta(description="Contentful: which locale to read")] = None
    api: Api | None = None
    write_back: WriteBack = WriteBack()
    callback: Callback | None = None
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        if fault := self._write_back_fault() or self._kind_fault():
            raise ValueError(fault)

    def _write_back_fault(self) -> str | None:
        mode = self.write_back.mode
        if mode == "callback" and self.callback is None:
            return "the mode callback needs a callback"
        if mode not in {"tags", "suggest"}:
            return None
        if self.kind not in _WRITABLE:
            return f"{self.kind} has no write-back of tags; use the mode callback, or none"
        if self.api is None or self.api.credential is None:
            return f"the mode {mode} needs api with url and credential"
        if self.kind == "strapi" and mode == "suggest" and not self.write_back.meta_field:
            return "strapi suggests into write_back.meta_field, which is missing"
        return None

    def _kind_fault(self) -> str | None:
        if self.kind == "storyblok" and (self.api is None or self.api.credential is None):
            return "storyblok sends no text: it needs api with url and credential"
        if self.kind == "strapi" and self.api is not None and not self.write_back.collection:
            return "strapi's api needs write_back.collection, e.g. articles"
        if self.kind == "generic" and self.scheme is None:
            return "the kind generic needs a scheme"
        if self.scheme is not None and self.kind not in {"generic", "strapi"}:
            return f"{self.kind} has a scheme of its own; leave scheme out"
        if self.kind == "strapi" and self.scheme and self.scheme.type not in {"bearer", "header"}:
            return "strapi signs nothing: its scheme is bearer or header"
        return None

    @property
    def urls(self) -> tuple[tuple[str, bool], ...]:
        """Every address that may be called for this site, and whether it may be private."""
        found = [(self.api.url, self.api.private_network)] if self.api else []
        if self.callback:
            found.append((self.callback.url, self.callback.private_network))
        return tuple(found)


class Sites(_Struct, frozen=True):
    """The whole document."""

    sites: list[Site]
    version: Literal[1] = 1
    schema: Annotated[str | None, Meta(description="For editors")] = field(
        default=None, name="$schema"
    )
