"""What tells a web server how to serve the site: ``_headers`` for static hosts, snippets for nginx, Apache, Caddy.

The address of a thing (``id/person/kim``) or of the vocabulary is no file. A server that can negotiate answers it with
303 See Other and one of the documents about it: ``id/person/kim/`` (the page), ``….ttl`` or ``….jsonld``. A host that
cannot sends everybody to the page, which names its data in ``<link>``.
"""

from __future__ import annotations

from typing import Final

from joinder.site.media import ALWAYS, DATA, POLICY, content_type

#: Folders in which the addresses of things are.
THINGS: Final = ("id", "article", "claim", "crowd")
#: What lies in the folder for administrators.
FOLDER: Final = "server"
_THING: Final = rf"(?:(?:{'|'.join(THINGS)})/(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+|vocabulary)"
_WEIGHED: Final = (
    "Who accepts Turtle or JSON-LD and names no HTML gets it, all others get the page (q values count not)."
)


def files(root: str) -> dict[str, str]:
    """Write all of them.

    Args:
        root: the path at which the site stands on its host: ``/``, or ``/data/``.
    """
    return {
        ".nojekyll": "",
        "_headers": headers(root),
        f"{FOLDER}/Caddyfile": caddy(root),
        f"{FOLDER}/apache.htaccess": apache(root),
        f"{FOLDER}/nginx.conf": nginx(root),
    }


def headers(root: str) -> str:
    """Write ``_headers`` as Netlify and Cloudflare Pages read it: types, access from other sites, links to data."""
    always = {**ALWAYS, "Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}
    rules = [(f"{root}*", [f"{name}: {text}" for name, text in always.items()])]
    rules += [(f"{root}*{suffix}", [f"Content-Type: {content_type(suffix)}"]) for suffix in DATA]
    rules.append((f"{root}.well-known/void", [f"Content-Type: {content_type('.ttl')}"]))
    void = [_link(f"{root}void{suffix}", suffix, "describedby") for suffix in (".ttl", ".jsonld")]
    rules.append((root, [f"Link: {', '.join(void)}"]))
    data = [_link(f"{root}vocabulary{suffix}", suffix, "alternate") for suffix in (".ttl", ".jsonld")]
    rules.append((f"{root}vocabulary/", [f"Link: {', '.join(data)}"]))
    return "\n".join("\n".join([path, *(f"  {line}" for line in lines)]) + "\n" for path, lines in rules)


def _link(path: str, suffix: str, relation: str) -> str:
    return f'<{path}>; rel="{relation}"; type="{DATA[suffix]}"'


def nginx(root: str) -> str:
    """Write the part of an nginx configuration that serves the site."""
    types = "\n".join(f"        {kind} {suffix[1:]};" for suffix, kind in {**DATA, ".gz": "application/gzip"}.items())
    always = "\n".join(f'    add_header {name} "{text}" always;' for name, text in ALWAYS.items())
    return f"""\
# Content negotiation for nginx: to be included in the http block.
# {_WEIGHED}
map $http_accept $joinder_form {{
    default                      /;
    "~*text/html"                /;
    "~*application/(ld\\+)?json"  .jsonld;
    "~*text/turtle"              .ttl;
    "~*application/n-triples"    .ttl;
}}

server {{
    listen 80;
    server_name data.example.org;
    root /srv/site;
    include mime.types;
    types {{
{types}
    }}
    charset utf-8;
    charset_types text/turtle text/css text/javascript application/javascript application/ld+json;
{always}
    add_header Content-Security-Policy "{POLICY}" always;

    location ~ ^{root}{_THING}$ {{
        add_header Access-Control-Allow-Origin "*" always;
        add_header Vary Accept always;
        return 303 $uri$joinder_form;
    }}
    location = {root}shapes {{ return 303 {root}shapes.ttl; }}
    location = {root}.well-known/void {{ return 302 {root}void.ttl; }}
    location {root} {{ try_files $uri $uri/ =404; }}
}}
"""


def apache(root: str) -> str:
    """Write a ``.htaccess`` for Apache with mod_rewrite, mod_headers, mod_mime and mod_dir."""
    types = "\n".join(f"AddType {kind} {suffix}" for suffix, kind in DATA.items())
    charsets = " ".join(suffix for suffix, kind in DATA.items() if kind.startswith("text/"))
    always = "\n".join(f'Header always set {name} "{text}"' for name, text in ALWAYS.items())
    return f"""\
# Content negotiation for Apache: rename this file to .htaccess, in the site's folder.
# {_WEIGHED}
Options -MultiViews -Indexes
DirectorySlash Off
{types}
AddDefaultCharset utf-8
AddCharset utf-8 .html .css .js {charsets}
{always}
Header always set Content-Security-Policy "{POLICY}"
Header always merge Vary Accept "expr=%{{REQUEST_STATUS}} == 303"

RewriteEngine On
RewriteBase {root}
RewriteRule ^\\.well-known/void$ void.ttl [R=302,L]
RewriteRule ^shapes$ shapes.ttl [R=303,L]
RewriteCond %{{HTTP_ACCEPT}} !text/html [NC]
RewriteCond %{{HTTP_ACCEPT}} application/(ld\\+)?json [NC]
RewriteRule ^({_THING})$ $1.jsonld [R=303,L]
RewriteCond %{{HTTP_ACCEPT}} !text/html [NC]
RewriteCond %{{HTTP_ACCEPT}} (text/turtle|application/n-triples) [NC]
RewriteRule ^({_THING})$ $1.ttl [R=303,L]
RewriteRule ^({_THING})$ $1/ [R=303,L]
RewriteCond %{{REQUEST_FILENAME}} -d
RewriteRule ^(.*[^/])$ $1/ [R=301,L]
"""


def caddy(root: str) -> str:
    """Write a Caddyfile."""
    types = "\n".join(
        f'    @{suffix[1:]} path *{suffix}\n    header @{suffix[1:]} Content-Type "{content_type(suffix)}"'
        for suffix in DATA
    )
    always = "\n".join(f'        {name} "{text}"' for name, text in ALWAYS.items())
    thing = f"path_regexp ^{root}{_THING}$"
    return f"""\
# Content negotiation for Caddy 2.
# {_WEIGHED}
data.example.org {{
    root * /srv/site
    header {{
{always}
        Content-Security-Policy "{POLICY}"
    }}
{types}

    @thing {thing}
    @thing_jsonld {{
        {thing}
        header_regexp Accept (?i)application/(ld\\+)?json
        not header_regexp Accept (?i)text/html
    }}
    @thing_turtle {{
        {thing}
        header_regexp Accept (?i)(text/turtle|application/n-triples)
        not header_regexp Accept (?i)text/html
    }}
    header @thing Vary Accept
    route {{
        redir @thing_jsonld {{path}}.jsonld 303
        redir @thing_turtle {{path}}.ttl 303
        redir @thing {{path}}/ 303
        redir {root}shapes {root}shapes.ttl 303
        redir {root}.well-known/void {root}void.ttl 302
        file_server
    }}
}}
"""
