//! The rule that nothing leaves the computer unless a person asks for that act: what can open a
//! connection to another computer stays in the crate that is made for it, and in the storage of
//! studies on a server.

use super::{File, Finding, Tree};

/// The crate that may go out.
const DOOR: &str = "crates/remote/";

/// The crate whose storage speaks to the server of a study.
const STORAGE: &str = "crates/core/src/storage/";

/// Crates that ask other computers for something. Whoever needs one needs the door instead.
const CLIENTS: &[&str] = &[
    "attohttpc",
    "curl",
    "hyper-util",
    "hyper",
    "isahc",
    "minreq",
    "native-tls",
    "reqwest",
    "rustls",
    "surf",
    "tonic",
    "trefoil-remote",
    "ureq",
];

/// What opens a connection without any of them.
const SOCKETS: &[&str] =
    &["TcpStream::connect", "TcpSocket", "UdpSocket", "UnixStream::connect", "to_socket_addrs"];

/// The command line is asked by a person, and may knock at the door.
const MAY_KNOCK: &str = "crates/cli/Cargo.toml";

/// Finds dependencies of crates that could go out, and code that opens a connection itself.
pub fn ways_out(tree: &Tree) -> Vec<Finding> {
    tree.files().filter(|file| file.path.starts_with("crates/")).flat_map(ways_out_of).collect()
}

fn ways_out_of(file: &File) -> Vec<Finding> {
    if file.path.starts_with(DOOR) || file.path.contains("/tests/") || is_testkit(file) {
        return Vec::new();
    }
    let says = "nothing goes out but through crates/remote/: ask it there";
    let is_way = |line: &str| match file.path.rsplit('/').next() {
        Some("Cargo.toml") => is_client(file, line),
        _ if file.extension() == "rs" && !file.path.starts_with(STORAGE) => {
            SOCKETS.iter().any(|socket| line.contains(socket))
        }
        _ => false,
    };
    let lines = file.lines().take_while(|(_, line)| line.trim() != "[dev-dependencies]");
    lines.filter(|(_, line)| is_way(line)).map(|(at, _)| file.finding(at, says)).collect()
}

/// The test kit starts servers of its own and is never shipped.
fn is_testkit(file: &File) -> bool {
    file.path.starts_with("crates/testkit/")
}

fn is_client(file: &File, line: &str) -> bool {
    let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
    let knocks = name == "trefoil-remote" && file.path == MAY_KNOCK;
    CLIENTS.contains(&name) && !knocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_out_beside_the_door_is_found() {
        let tree = Tree::invented(&[
            ("crates/remote/Cargo.toml", "[dependencies]\nureq.workspace = true\n"),
            ("crates/remote/src/fetch.rs", "TcpStream::connect\n"),
            ("crates/cli/Cargo.toml", "[dependencies]\ntrefoil-remote.workspace = true\n"),
            ("crates/web/Cargo.toml", "[dependencies]\ntrefoil-remote = { path = \"..\" }\n"),
            (
                "crates/core/Cargo.toml",
                "[dependencies]\nreqwest = \"1\"\n[dev-dependencies]\nureq = \"3\"\n",
            ),
            ("crates/core/src/storage/postgres.rs", "let socket = TcpStream::connect(address);\n"),
            ("crates/speech/src/lib.rs", "//! Sound.\nlet _ = std::net::UdpSocket::bind(x);\n"),
            ("crates/web/tests/serve.rs", "TcpStream::connect\n"),
        ]);
        let found = ways_out(&tree);
        let found: Vec<_> = found.iter().map(|one| (one.path.as_str(), one.line)).collect();
        let expected = [
            ("crates/web/Cargo.toml", 2),
            ("crates/core/Cargo.toml", 2),
            ("crates/speech/src/lib.rs", 2),
        ];
        assert_eq!(found, expected);
    }
}
