//! The server process: the product's router, the floors beside it, and the product's router again under
//! `/one`, where requests are let in one at a time so that every write has a commit of its own. It says on
//! its standard output where it is and what can be asked, and ends when its standard input is closed.
//! Must never know: how often it is asked.

use crate::{
    Serve,
    city::{self, Desk},
    floor::{self, Kept},
    visit_floor::{self, Floor, Visitable},
};
use anyhow::Result;
use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::Response,
};
use serde::{Deserialize, Serialize};
use std::{
    io::{Read, Write},
    sync::Arc,
};
use tokio::{
    net::TcpListener,
    sync::{Mutex, oneshot},
};
use web::{App, app::Still};

/// What the server says of itself.
#[derive(Serialize, Deserialize)]
pub struct Described {
    /// Address.
    pub address: String,
    /// The token of who looks at pages.
    pub token: String,
    /// The case of the case page.
    pub no: String,
    /// Its events.
    pub events: i64,
    /// Cases that the product visits.
    pub product: Vec<Visit>,
    /// Cases that the floor visits.
    pub floor: Vec<Visit>,
}

/// A case that can be visited.
#[derive(Serialize, Deserialize, Clone)]
pub struct Visit {
    /// Path.
    pub path: String,
    /// The session's token.
    pub token: String,
    /// The token of its forms.
    pub csrf: String,
}

/// Builds the city, serves it until standard input ends.
pub async fn run(asked: &Serve, persons: usize) -> Result<()> {
    let city = city::build(asked, persons).await?;
    let (mut ours, mut theirs) = (vec![], vec![]);
    for (n, case) in visit_floor::visitable(&city).await?.into_iter().enumerate() {
        if n % 2 == 0 { ours.push(case) } else { theirs.push(case) }
    }
    // After the visits that prepared: what is kept is what the product shows.
    let kept = Arc::new(Kept::of(&city).await?);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let path = |case: &Visitable| format!("/cases/{}/record-visit", case.no);
    let described = Described {
        address: listener.local_addr()?.to_string(),
        token: city.desks[0].token.clone(),
        no: city.no.clone(),
        events: city.events,
        product: ours.iter().map(|case| of(&case.desk, path(case))).collect(),
        floor: theirs.iter().enumerate().map(|(n, c)| of(&c.desk, format!("/floor/visit/{n}"))).collect(),
    };
    let clock = Arc::new(Still(city::now()?));
    let app = App { service: city.service.clone(), clock, demo: true, secure: false };
    let floors = floor::routes(kept).merge(visit_floor::routes(Arc::new(Floor::over(theirs)?)));
    let router =
        web::router(app.clone()).merge(floors.with_state(app.clone())).nest("/one", one_at_a_time(app));
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&described)?)?;
    tokio::select! {
        served = axum::serve(listener, router) => Ok(served?),
        () = told_to_end() => Ok(()),
    }
}

/// Waits until standard input is closed: whoever started the server is gone.
async fn told_to_end() {
    let (tell, told) = oneshot::channel::<()>();
    std::thread::spawn(move || {
        let _ = std::io::stdin().read(&mut [0; 1]);
        drop(tell);
    });
    let _ = told.await;
}

fn of(desk: &Desk, path: String) -> Visit {
    Visit { path, token: desk.token.clone(), csrf: desk.csrf.clone() }
}

fn one_at_a_time(app: App) -> Router {
    let door = Arc::new(Mutex::new(()));
    web::router(app).layer(middleware::from_fn_with_state(door, through))
}

async fn through(State(door): State<Arc<Mutex<()>>>, request: Request, next: Next) -> Response {
    let _held = door.lock().await;
    next.run(request).await
}
