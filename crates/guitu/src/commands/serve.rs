//! `guitu serve`: pages and API on one address, until told to stop. Anchors are taken at start, once a day
//! and at the end; uploads that broke off are gone on with at start.

use super::{Opened, open, sentence};
use crate::{cli::Serve, config::Config, folder::Folder, say, system::System};
use anyhow::{Context, Result, bail};
use service::Service;
use std::{net::SocketAddr, process::ExitCode, sync::Arc, time::Duration};
use tokio::net::TcpListener;
use web::{App, Clock};

/// How often an anchor is taken.
const DAY: Duration = Duration::from_secs(24 * 3600);

pub(super) async fn run(asked: Serve) -> Result<ExitCode> {
    let config = Config::of(&asked.instance, asked.listen, asked.behind_proxy)?;
    if asked.print_config {
        say::line(config.text());
        return Ok(ExitCode::SUCCESS);
    }
    let listener = listen(&config.listen, config.behind_proxy).await?;
    let Opened { service, folder } = open(&config).await?;
    let app = App { service, clock: Arc::new(System), demo: folder.is_demo()?, secure: config.behind_proxy };
    say::line(format!("归途在 http://{} 等待。按 Ctrl-C 停止。", listener.local_addr()?));
    serve(listener, app, folder).await?;
    Ok(ExitCode::SUCCESS)
}

/// Binds the address. Beyond this machine only behind a proxy that does TLS: passwords and files must not
/// travel in the clear.
pub(super) async fn listen(address: &str, behind_proxy: bool) -> Result<TcpListener> {
    let resolved: Vec<SocketAddr> = tokio::net::lookup_host(address)
        .await
        .with_context(|| format!("监听地址 {address} 不对，应写成 127.0.0.1:8080 这样"))?
        .collect();
    if !behind_proxy && resolved.iter().any(|a| !a.ip().is_loopback()) {
        bail!("{address} 不是本机地址。对外服务请放在做 TLS 的反向代理后面，并加 --behind-proxy");
    }
    TcpListener::bind(resolved.as_slice()).await.with_context(|| format!("{address} 占用中或不能监听"))
}

/// Serves until Ctrl-C or SIGTERM; requests under way are finished.
pub(super) async fn serve(listener: TcpListener, app: App, folder: Folder) -> Result<()> {
    let service = app.service.clone();
    let clock = Arc::clone(&app.clock);
    let folder = Arc::new(folder);
    let daily = tokio::spawn({
        let (service, clock, folder) = (service.clone(), Arc::clone(&clock), Arc::clone(&folder));
        async move {
            let mut tick = tokio::time::interval(DAY);
            loop {
                tick.tick().await;
                anchor(&service, clock.as_ref(), &folder).await;
            }
        }
    });
    let unfinished = tokio::spawn({
        let (service, now) = (service.clone(), clock.now());
        async move {
            match service.carry_on_all(now).await {
                Ok(0) => {}
                Ok(uploads) => tracing::info!(uploads, "uploads that had broken off are finished"),
                Err(problem) => tracing::error!(code = problem.code(), "an upload broke off again"),
            }
        }
    });
    axum::serve(listener, web::router(app)).with_graceful_shutdown(told_to_stop()).await?;
    daily.abort();
    unfinished.abort();
    anchor(&service, clock.as_ref(), &folder).await;
    Ok(())
}

async fn anchor(service: &Service, clock: &dyn Clock, folder: &Folder) {
    let outcome = match service.anchor(clock.now()).await {
        Ok(anchor) => folder.keep_anchor(&anchor),
        Err(problem) => Err(sentence(problem)),
    };
    if let Err(error) = outcome {
        tracing::error!(%error, "anchor not taken");
    }
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        let _ = interrupt.await;
        return;
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
}
