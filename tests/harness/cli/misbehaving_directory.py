"""A small SCIM directory on 127.0.0.1 that answers as none should, in one of MODES.

It keeps users and groups honestly; `where` says which of its answers are spoiled: "all", "reads" (GET) or "writes"
(POST, PUT, PATCH, DELETE); None spoils none. A mode writes the whole answer by itself, from the honest status and JSON, and returns
whether the connection goes on.
"""
import gzip
import itertools
import json
import re
import socket
import socketserver
import struct
import threading
import time
import urllib.parse

BLANKS_OF_TEN_MEGABYTES = b" " * (10 << 20)
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


def write(sock, status, body, headers=(), length=None):
    """One answer; `length` overrides what Content-Length says, and an empty text leaves the header out."""
    lines = [f"HTTP/1.1 {status} Answer".encode(), b"Content-Type: application/scim+json"]
    length = str(len(body)) if length is None else length
    if length:
        lines.append(b"Content-Length: " + length.encode())
    sock.sendall(b"\r\n".join([*lines, *headers]) + b"\r\n\r\n" + body)
    return True


def as_bytes(body):
    return json.dumps(body).encode()


def spoiled_fields(change):
    """A mode that changes the JSON object, and every resource of a list."""
    def mode(sock, status, body):
        for one in body.get("Resources", [body]) if isinstance(body, dict) else []:
            change(one)
        return write(sock, status, as_bytes(body))
    return mode


def other_body(make, **also):
    """A mode that answers other bytes with the honest status."""
    def mode(sock, status, body):
        return write(sock, status, make(as_bytes(body)), **also)
    return mode


def other_answer(status, body, headers=()):
    return lambda sock, _, __: write(sock, status, body, headers)


def wrong_types(sock, status, body):
    if "Resources" in body:
        body = {"schemas": LIST, "totalResults": "1", "Resources": {"0": body["Resources"]}}
    else:
        body = {**body, "id": 42, "userName": ["a"], "displayName": {}, "active": "yes", "name": 7, "meta": None}
    return write(sock, status, as_bytes(body))


def endless_list(sock, status, body):
    body = {"schemas": [LIST], "totalResults": 10 ** 18, "Resources": [{"id": "one", "userName": "u", "displayName": "d"}]}
    return write(sock, status, as_bytes(body))


def pieces(first, again, seconds=0.0):
    """A mode that never ends: the first bytes, then others again and again until the client is gone."""
    def mode(sock, _, __):
        sock.sendall(first)
        for piece in itertools.repeat(again):
            sock.sendall(piece)
            time.sleep(seconds)
    return mode


def cut(keep):
    """A mode that sends a part of the answer and no more, the connection still open for what the client says."""
    def mode(sock, status, body):
        body = as_bytes(body)
        answer = b"HTTP/1.1 %d Answer\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)
        sock.sendall(answer[:int(len(answer) * keep)])
        sock.shutdown(socket.SHUT_WR)
        sock.recv(1)
        return False
    return mode


def reset(sock, _, __):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()
    return False


def silent(sock, _, __):
    sock.recv(1)
    return False


CONTENT_MODES = {
    "wrong types": wrong_types,
    "no id": spoiled_fields(lambda one: one.pop("id", None)),
    "empty id": spoiled_fields(lambda one: one.update(id="")),
    "id with a line break": spoiled_fields(lambda one: one.update(id="x\r\nX-Injected: yes\r\n\r\n")),
    "id with a zero byte": spoiled_fields(lambda one: one.update(id="x\0y")),
    "id that climbs": spoiled_fields(lambda one: one.update(id="../../../admin?x=#y")),
    "id of a megabyte": spoiled_fields(lambda one: one.update(id="x" * (1 << 20))),
    "long names": spoiled_fields(lambda one: one.update(userName="x" * (1 << 18), displayName="y" * (1 << 18))),
    "another id": spoiled_fields(lambda one: one.update(id="somebody-else")),
    "an array": other_body(lambda good: b"[" + good + b"]"),
    "a string": other_body(lambda good: b'"' + b"x" * 20 + b'"'),
    "null": other_body(lambda good: b"null"),
    "a number that is none": other_body(lambda good: b'{"id":1e999,"totalResults":-1e999,"Resources":[1e999]}'),
    "no body": other_body(lambda good: b""),
    "half a body": other_body(lambda good: good[:len(good) // 2]),
    "two bodies": other_body(lambda good: good + good),
    "ten megabytes": other_body(lambda good: good[:-1] + b',"x":"' + BLANKS_OF_TEN_MEGABYTES + b'"}'),
    "nine megabytes of nothing": other_body(lambda good: b" " * (9 << 20)),
    "three megabytes of members": other_body(
        lambda good: b'{"id":"x","totalResults":1,"Resources":[{"id":"x","members":[' + b'{"value":"m"},' * (200 << 10) + b'{}]}]}'),
    "a hundred thousand arrays": other_body(lambda good: b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}"),
    "a million arrays, not closed": other_body(lambda good: b'{"id":' + b"[" * 1_000_000),
    "keys that stand twice": other_body(lambda good: good[:-1] + b',"id":"one","id":"other","totalResults":5,"Resources":[]}'),
    "invalid UTF-8": other_body(lambda good: b'{"id":"\xff\xfe\xc0\x80","userName":"\xed\xa0\x80","totalResults":0}'),
    "half a surrogate": other_body(lambda good: b'{"id":"\\ud800","userName":"\\udfff","totalResults":0}'),
    "UTF-16": other_body(lambda good: good.decode().encode("utf-16")),
    "a list without end": endless_list,
    "HTML": other_answer(200, b"<!doctype html><title>Sign in</title><script>alert(1)</script>"),
    "HTML of a proxy": other_answer(502, b"<html><body><h1>502 Bad Gateway</h1></body></html>"),
    "control characters": other_answer(400, b'{"detail":"\\u001b[2J\\u0007\\u202e \x1b]0;x\x07"}'),
    "a redirect to itself": other_answer(302, b"", (b"Location: /scim/Users",)),
}

# What is wrong below the JSON is the same whatever was asked.
WIRE_MODES = {
    "status 999": other_answer(999, b"{}"),
    "status 0": lambda sock, _, __: sock.sendall(b"HTTP/1.1 000 Nothing\r\nContent-Length: 0\r\n\r\n") or True,
    "no HTTP": lambda sock, _, __: sock.sendall(b"220 mail.example ESMTP ready\r\n") or False,
    "bytes at random": lambda sock, _, __: sock.sendall(bytes(range(256)) * 100) or False,
    "gzip that is none": other_answer(200, b"{}", (b"Content-Encoding: gzip",)),
    "gzip of a gigabyte": other_answer(
        200, gzip.compress(b" " * (64 << 20)) * 16, (b"Content-Encoding: gzip",)),
    "an encoding of its own": other_answer(200, b"{}", (b"Content-Encoding: exotic",)),
    "length too large": other_body(lambda good: good, length="1000000"),
    "length too small": other_body(lambda good: good, length="5"),
    "length below zero": other_body(lambda good: good, length="-1"),
    "length beyond numbers": other_body(lambda good: good, length="99999999999999999999999999"),
    "two lengths": other_body(lambda good: good, headers=(b"Content-Length: 3",)),
    "chunks without sense": other_body(lambda good: b"zz\r\n" + good, headers=(b"Transfer-Encoding: chunked",), length=""),
    "headers without end": pieces(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"x" * 1000 + b"\r\n"),
    "one header without end": pieces(b"HTTP/1.1 200 OK\r\nX-More: ", b"x" * 65536),
    "a body without end": pieces(b"HTTP/1.1 200 OK\r\n\r\n{", b" " * 65536),
    "one byte at a time": pieces(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" ", 0.05),
    "interim answers without end": pieces(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
    "half-closed before the answer": cut(0.0),
    "half-closed in the headers": cut(0.1),
    "half-closed in the body": cut(0.9),
    "reset": reset,
    "silence": silent,
}


MODES = {**CONTENT_MODES, **WIRE_MODES}


class Directory:
    """Users and groups in memory; handle() returns the honest status and JSON."""

    def __init__(self):
        self.kinds = {"Users": {}, "Groups": {}}
        self.ids = itertools.count(1)
        self.lock = threading.Lock()

    def handle(self, method, target, body):
        with self.lock:
            path, _, query = target.partition("?")
            _, _, kind, *rest = path.split("/")
            resources = self.kinds.get(kind)
            if resources is None:
                return 404, {"detail": "there is nothing here"}
            identifier = urllib.parse.unquote(rest[0]) if rest else None
            return self.one(resources, method, identifier, body) if identifier else self.all(resources, method, query, body)

    def all(self, resources, method, query, body):
        if method == "POST":
            resource = {**body, "id": str(next(self.ids))}
            resources[resource["id"]] = resource
            return 201, resource
        found = list(resources.values())
        wanted = re.fullmatch(r'(\w+) eq "([^"]*)"', urllib.parse.parse_qs(query).get("filter", [""])[0])
        if wanted:
            found = [one for one in found if str(one.get(wanted[1])).lower() == wanted[2].lower()]
        return 200, {"schemas": [LIST], "totalResults": len(found), "Resources": [dict(one) for one in found]}

    def one(self, resources, method, identifier, body):
        resource = resources.get(identifier)
        if resource is None:
            return 404, {"detail": "there is no such resource"}
        if method == "DELETE":
            del resources[identifier]
            return 204, {}
        if method == "PUT":
            resources[identifier] = resource = {**body, "id": identifier}
        for operation in body.get("Operations", []) if method == "PATCH" else []:
            self.patch(resource, operation)
        return 200, dict(resource)

    @staticmethod
    def patch(resource, operation):
        """What the asked clients need of RFC 7644 3.5.2."""
        path, value = operation.get("path"), operation.get("value")
        if removed := re.fullmatch(r'members\[value eq "([^"]*)"\]', path or ""):
            resource["members"] = [one for one in resource["members"] if one["value"] != removed[1]]
        elif path == "members" and operation["op"].lower() == "remove":
            resource["members"] = [one for one in resource["members"] if one not in value]
        elif path == "members" and operation["op"].lower() == "add":
            resource["members"] = resource.get("members", []) + value
        else:
            for key, new in {path: value}.items() if path else value.items():
                outer, _, inner = key.partition(".")
                resource[outer] = {**resource.get(outer, {}), inner: new} if inner else new


class Server:
    """with Server(mode, where) as base_url: …"""

    def __init__(self, mode, where):
        directory = Directory()
        spoil = MODES.get(mode)

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                try:
                    with self.request.makefile("rb") as stream:
                        while self.answer(stream):
                            pass
                except OSError:
                    pass        # the client has gone, as it may

            def answer(self, stream):
                line = stream.readline().decode("latin-1").split()
                if len(line) != 3:
                    return False
                length = 0
                while (header := stream.readline().strip()):
                    name, _, value = header.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                sent = stream.read(length)
                status, body = directory.handle(line[0], line[1], json.loads(sent) if sent else {})
                if where == "all" or where == ("reads" if line[0] == "GET" else "writes"):
                    return spoil(self.request, status, body)
                return write(self.request, status, b"" if status == 204 else as_bytes(body))

        class Listener(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 128

        self.listener = Listener(("127.0.0.1", 0), Handler)

    def __enter__(self):
        threading.Thread(target=self.listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return f"http://127.0.0.1:{self.listener.server_address[1]}/scim"

    def __exit__(self, *_):
        self.listener.shutdown()
        self.listener.server_close()
