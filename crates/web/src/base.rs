//! 过渡性安置基地: the board of beds, and for the city the form that makes them. A bed is given on the case.
//! Must never know: who lies in a bed; the board shows nights, not names.

use crate::{
    App,
    asked::Asked,
    form::{self, Control, Lists, Posted, Shape, Told},
    frame::{self, Frame},
    notice, print,
    problem::PageProblem,
    routes::Route,
    session::Visitor,
    words,
};
use askama::Template;
use axum::{
    extract::State,
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use serde_json::{Map, Value};
use service::base::INSTALL;

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![Route::new("GET", "/bases", get(board)), Route::new("POST", "/bases", post(install))]
}

struct Bed {
    label: String,
    house: &'static str,
    /// Free for a whole stay from today on.
    free: bool,
    /// 空 or until when it is taken.
    state: String,
}

struct Base {
    name: String,
    free: usize,
    beds: Vec<Bed>,
}

#[derive(Template)]
#[template(path = "base/board.html")]
struct Board {
    frame: Frame,
    bases: Vec<Base>,
    installs: bool,
    help: &'static str,
    controls: Vec<Control>,
    sorry: Option<String>,
}

async fn board(State(app): State<App>, visitor: Visitor, asked: Asked) -> Result<Response, PageProblem> {
    let notice = notice::open(&app, &visitor.asker, &asked);
    let page = shaped(&app, &visitor, &Map::new(), None).await?;
    if print::wanted(&asked) {
        let row = |base: &Base, bed: &Bed| {
            vec![base.name.clone(), bed.label.clone(), bed.house.to_owned(), bed.state.clone()]
        };
        let rows = page.bases.iter().flat_map(|base| base.beds.iter().map(move |bed| row(base, bed)));
        let printed = print::List {
            name: "bases",
            title: "基地床位".into(),
            filter: "全部基地".into(),
            columns: vec![("基地", 6), ("床位", 4), ("男女", 2), ("情况", 6)],
            rows: rows.collect(),
            more: false,
            back: "/bases".into(),
        };
        return print::answer(&app, &visitor, printed).await;
    }
    frame::render(Board { frame: page.frame.with_notice(notice), ..page })
}

async fn install(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let Posted { visitor, fields, .. } = posted;
    match app.service.install_base(&visitor.asker, &fields).await {
        Ok(beds) => {
            let text = format!("已登记 {beds} 张床。");
            Ok(Redirect::to(&notice::on(&app, &visitor.asker, "/bases", &text)).into_response())
        }
        Err(problem) => {
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            let status: StatusCode = told.status;
            let page = shaped(&app, &visitor, &fields, Some(told)).await?;
            Ok((status, Html(frame::text(page)?)).into_response())
        }
    }
}

async fn shaped(
    app: &App,
    visitor: &Visitor,
    typed: &Map<String, Value>,
    told: Option<Told>,
) -> Result<Board, PageProblem> {
    let asker = &visitor.asker;
    let today = asker.now.today;
    let beds = app.service.beds(asker, today).await.map_err(|p| PageProblem::new(app, p))?;
    let mut bases: Vec<Base> = vec![];
    for listed in beds {
        let bed = bed(&listed, today);
        if bases.last().is_none_or(|b| b.name != listed.place.base) {
            bases.push(Base { name: listed.place.base.clone(), free: 0, beds: vec![] });
        }
        if let Some(base) = bases.last_mut() {
            base.free += usize::from(bed.free);
            base.beds.push(bed);
        }
    }
    let (sorry, errors) = told.map(|t| (t.sentence, t.fields)).unzip();
    Ok(Board {
        frame: Frame::new(app, visitor, "bases", "基地床位"),
        bases,
        installs: INSTALL.who.contains(&asker.actor.role),
        help: INSTALL.help,
        controls: form::controls(INSTALL.fields, typed, &errors.unwrap_or_default(), &Lists::default()),
        sorry,
    })
}

fn bed(listed: &store::base::Listed, today: Date) -> Bed {
    let state = match (listed.taken.first(), listed.taken.last()) {
        (Some(first), Some(last)) if *first == today.to_string() => {
            format!("有人住，到 {}", words::day_of(last, today))
        }
        (Some(first), _) => format!("已订，从 {} 起", words::day_of(first, today)),
        _ => "空".to_owned(),
    };
    let house = if listed.place.sex == 2 { "女" } else { "男" };
    Bed { label: listed.place.label.clone(), house, free: listed.taken.is_empty(), state }
}
