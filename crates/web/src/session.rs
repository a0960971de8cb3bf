//! Who asks: a page by its cookie, the API by its bearer token. A handler that takes [`Visitor`] or
//! [`Caller`] cannot run for anybody else.

use crate::{
    app::App,
    problem::{ApiProblem, PageProblem},
};
use axum::{
    extract::{FromRequestParts, MatchedPath},
    http::{HeaderMap, header, request::Parts},
};
use service::{Asker, Problem, access::SignedIn};

/// The cookie over plain loopback.
const PLAIN: &str = "guitu";
/// The cookie over TLS: bound to this host, this path, secure.
const HOST: &str = "__Host-guitu";

/// Somebody signed in to the pages, with a role.
pub struct Visitor {
    /// Who asks, and when.
    pub asker: Asker,
    /// The session.
    pub session: SignedIn,
    /// The route that was asked for, as the list of routes writes it.
    pub route: String,
}

/// Somebody signed in to the pages, perhaps without a role or with a password that must be changed.
pub struct Guest(pub SignedIn);

/// A program that called the API.
pub struct Caller(pub Asker);

/// Whoever holds a token of the API, perhaps without a role or with a password that must be changed.
pub struct Holder {
    /// The token.
    pub token: String,
    /// The session.
    pub session: SignedIn,
}

/// The session's token from the cookie.
pub fn token(app: &App, headers: &HeaderMap) -> Option<String> {
    let name = if app.secure { HOST } else { PLAIN };
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|c| c.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The header that sets the cookie; an empty token ends it.
pub fn cookie(app: &App, token: &str) -> String {
    let (name, secure) = if app.secure { (HOST, "; Secure") } else { (PLAIN, "") };
    let age = if token.is_empty() { "; Max-Age=0" } else { "" };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
}

async fn signed_in(app: &App, headers: &HeaderMap) -> Result<SignedIn, Problem> {
    match token(app, headers) {
        Some(token) => app.service.signed_in(&token, app.clock.now()).await,
        None => Err(Problem::SessionEnded),
    }
}

fn asker(app: &App, session: &SignedIn) -> Result<Asker, Problem> {
    let actor = session.actor.clone().ok_or(Problem::NoGrant)?;
    Ok(Asker { actor, now: app.clock.now() })
}

impl FromRequestParts<App> for Guest {
    type Rejection = PageProblem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Guest, PageProblem> {
        Ok(Guest(signed_in(app, &parts.headers).await.map_err(|p| PageProblem::new(app, p))?))
    }
}

impl FromRequestParts<App> for Visitor {
    type Rejection = PageProblem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Visitor, PageProblem> {
        let Guest(session) = Guest::from_request_parts(parts, app).await?;
        if session.must_change {
            return Err(PageProblem::must_change());
        }
        let asker = asker(app, &session).map_err(|p| PageProblem::new(app, p))?;
        let route = parts.extensions.get::<MatchedPath>().map(|p| p.as_str().to_owned()).unwrap_or_default();
        Ok(Visitor { asker, session, route })
    }
}

impl FromRequestParts<App> for Holder {
    type Rejection = ApiProblem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Holder, ApiProblem> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|h| h.to_str().ok());
        let (scheme, token) = header.and_then(|h| h.split_once(' ')).ok_or(Problem::SessionEnded)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(Problem::SessionEnded.into());
        }
        let token = token.trim().to_owned();
        let session = app.service.signed_in(&token, app.clock.now()).await?;
        Ok(Holder { token, session })
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = ApiProblem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Caller, ApiProblem> {
        let Holder { session, .. } = Holder::from_request_parts(parts, app).await?;
        if session.must_change {
            return Err(ApiProblem::must_change());
        }
        Ok(Caller(asker(app, &session)?))
    }
}
