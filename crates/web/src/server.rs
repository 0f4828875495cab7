//! Listening: one address on loopback, one runtime, one way to stop.
//!
//! The server runs on threads of its own, so the command line, tests and the browser journeys use
//! it alike: start it, take the address and the login link, and let it go to stop it.

use std::net::{IpAddr, SocketAddr};

use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use trefoil_core::error::{Error, Kind, Result};

use crate::router;
use crate::state::{App, Options};

/// A server at work; it stops when this is dropped.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    app: App,
    stop: Option<oneshot::Sender<()>>,
    runtime: Option<Runtime>,
}

/// Starts serving.
///
/// Errors: the address is not on loopback, or is taken.
pub fn serve(options: Options) -> Result<Running> {
    let listen = options.listen;
    if !is_loopback(listen.ip()) {
        return Err(Error::new(
            Kind::Denied,
            format!("{listen} can be reached from other computers, so nothing is served there."),
        )
        .hint("Listen on 127.0.0.1. Colleagues work together through a PostgreSQL server."));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("trefoil-web")
        .enable_all()
        .build()?;
    let listener = runtime.block_on(TcpListener::bind(listen)).map_err(|error| {
        Error::new(Kind::Busy, format!("{listen} cannot be listened on: {error}."))
            .hint("Choose another port with `--port`; 0 takes any that is free.")
            .because(error)
    })?;
    let address = listener.local_addr()?;
    let app = App::new(options, address);
    let (stop, stopped) = oneshot::channel::<()>();
    let service = router::router(app.clone());
    runtime.spawn(async move {
        let served = axum::serve(listener, service).with_graceful_shutdown(async {
            let _ = stopped.await;
        });
        // Nobody is left to be told when serving ends with the program.
        let _ = served.await;
    });
    Ok(Running { address, app, stop: Some(stop), runtime: Some(runtime) })
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a page, behind a login link that works once.
    pub fn link(&self, page: &str) -> String {
        format!("{}{}", self.app.origin(), self.app.sessions().link(page))
    }

    /// What it serves.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Waits until the program is asked to end (Ctrl-C, or a signal to terminate).
    pub fn wait(mut self) {
        if let Some(runtime) = &self.runtime {
            runtime.block_on(asked_to_end());
        }
        self.end();
    }

    fn end(&mut self) {
        self.app.close_all();
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(runtime) = self.runtime.take() {
            // On a thread of its own: whoever lets the server go may be inside another runtime.
            let end = move || runtime.shutdown_timeout(std::time::Duration::from_secs(2));
            let _ = std::thread::spawn(end).join();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

fn is_loopback(address: IpAddr) -> bool {
    address.is_loopback()
}
