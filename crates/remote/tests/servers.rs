//! Servers of all kinds, played on this computer.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use trefoil_remote::{Begun, Endpoint, Reach, RemoteError, Request, download};

/// A server that answers each connection as `answer` says, and tells what it was asked.
fn server(
    answer: impl Fn(&str, &[u8]) -> Vec<u8> + Send + 'static,
) -> (String, Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has one"));
    let (tell, told) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let Some((head, body)) = read(&stream) else { continue };
            let _ = (&stream).write_all(&answer(&head, &body));
            if tell.send((head, body)).is_err() {
                return;
            }
        }
    });
    (address, told)
}

fn read(stream: &TcpStream) -> Option<(String, Vec<u8>)> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned))
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((head, body))
}

fn ok(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
        .into_bytes()
}

fn hear(address: &str, key: Option<&str>) -> Result<trefoil_remote::Transcript, RemoteError> {
    let endpoint = Endpoint::new(address, &Reach::ThisComputer, key.map(str::to_owned))?;
    endpoint.hear(Request {
        wav: b"RIFF, as it were".to_vec(),
        language: Some("en"),
        prompt: Some("Harbour House"),
        words: true,
        ..Request::default()
    })
}

#[test]
fn a_server_hears_what_it_is_sent() {
    let (address, told) =
        server(|_, _| ok(r#"{"language":"en","segments":[{"start":0,"end":1,"text":"Hello."}]}"#));
    let transcript = hear(&address, Some("a key")).expect("it answers");
    assert_eq!(transcript.said[0].text, "Hello.");
    let (head, body) = told.recv().expect("it was asked");
    assert!(head.starts_with("POST /v1/audio/transcriptions HTTP/1.1"), "{head}");
    assert!(head.to_lowercase().contains("authorization: bearer a key"), "{head}");
    let body = String::from_utf8(body).expect("text");
    for part in ["RIFF, as it were", "verbose_json", "Harbour House", "name=\"language\"\r\n\r\nen"]
    {
        assert!(body.contains(part), "{part} in {body}");
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let (elsewhere, told) = server(|_, _| ok(r#"{"text":"stolen"}"#));
    let location = elsewhere.clone();
    let (address, _told) = server(move |_, _| {
        format!("HTTP/1.1 307 Temporary Redirect\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .into_bytes()
    });
    let message = hear(&address, None).expect_err("it leads elsewhere").to_string();
    assert!(message.contains("answered 307, to send the recording elsewhere"), "{message}");
    assert!(told.try_recv().is_err(), "nobody else was asked");
}

#[test]
fn what_a_server_says_against_it_is_told() {
    let body = r#"{"error":{"message":"model not loaded"}}"#;
    let refusal = format!(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let (address, _told) = server(move |_, _| refusal.clone().into_bytes());
    let message = hear(&address, None).expect_err("it refuses").to_string();
    assert_eq!(message, "127.0.0.1 answered 503: it says “model not loaded”.");
    let (address, _told) = server(|_, _| ok("<html>Sign in</html>"));
    let message = hear(&address, None).expect_err("a page").to_string();
    assert!(message.starts_with("The answer of 127.0.0.1 is no transcript"), "{message}");
    let nobody = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = format!("http://{}", nobody.local_addr().expect("it has one"));
    drop(nobody);
    let message = hear(&address, None).expect_err("nobody is there").to_string();
    assert!(message.starts_with("127.0.0.1 cannot be reached"), "{message}");
}

const FILE: &[u8] = b"0123456789abcdefghij";

/// A server of one file, which breaks off after so many bytes of each answer.
fn files(breaks_after: usize, ranges: bool) -> String {
    let (address, told) = server(move |head, _| {
        let from = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("range: bytes=").map(str::to_owned))
            .and_then(|range| range.trim_end_matches('-').parse::<usize>().ok())
            .filter(|_| ranges);
        let rest = &FILE[from.unwrap_or(0)..];
        let mut answer = match from {
            Some(from) => format!(
                "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{}/{}\r\n",
                FILE.len() - 1,
                FILE.len()
            ),
            None => "HTTP/1.1 200 OK\r\n".to_owned(),
        };
        let length = rest.len();
        answer += "Connection: close\r\nContent-Length: ";
        answer += &length.to_string();
        answer += "\r\n\r\n";
        let mut answer = answer.into_bytes();
        answer.extend(&rest[..rest.len().min(breaks_after)]);
        answer
    });
    std::mem::forget(told);
    address
}

fn fetch(address: &str, kept: &mut Vec<u8>) -> Result<(), RemoteError> {
    let kept = std::cell::RefCell::new(kept);
    let have = kept.borrow().len() as u64;
    download(
        address,
        (have, None),
        |Begun { from, .. }| {
            kept.borrow_mut().truncate(usize::try_from(from).expect("it is small"));
            Ok(())
        },
        |piece| {
            kept.borrow_mut().extend(piece);
            Ok(ControlFlow::Continue(()))
        },
    )
}

#[test]
fn a_broken_download_goes_on_where_it_was() {
    let address = files(8, true);
    let mut kept = Vec::new();
    for length in [8, 16] {
        let message = fetch(&address, &mut kept).expect_err("the line breaks").to_string();
        assert!(message.contains("cannot be reached"), "{message}");
        assert_eq!(kept.len(), length);
    }
    fetch(&address, &mut kept).expect("this is the rest");
    assert_eq!(kept, FILE);
}

#[test]
fn a_server_that_cannot_go_on_begins_anew() {
    let address = files(FILE.len(), false);
    let mut kept = b"0123".to_vec();
    fetch(&address, &mut kept).expect("it is fetched");
    assert_eq!(kept, FILE);
}

#[test]
fn files_are_fetched_over_https_alone_and_refusals_are_told() {
    let message = fetch("http://example.org/model.bin", &mut Vec::new()).expect_err("not safe");
    assert!(message.to_string().contains("https:// addresses alone"), "{message}");
    let (address, _told) = server(|_, _| {
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec()
    });
    let message = fetch(&address, &mut Vec::new()).expect_err("it is not there").to_string();
    assert_eq!(message, "127.0.0.1 answered 404.");
}

#[test]
fn a_download_can_be_stopped() {
    let address = files(FILE.len(), true);
    let stopped = download(&address, (0, None), |_| Ok(()), |_| Ok(ControlFlow::Break(())));
    assert!(matches!(stopped, Err(RemoteError::Stopped)), "{stopped:?}");
}
