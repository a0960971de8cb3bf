//! The reference page and the document itself. The page is made by the server from the same table as the
//! document; it loads one style sheet of ours and no script.
//! Must never know: what any operation does.

use super::{
    CHAPTERS, openapi,
    operation::{Access, Answer, Body, Operation, described},
    schema,
};
use crate::{App, problem::ApiProblem};
use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use domain::command::{Field, Kind, Spec};
use serde_json::Value;
use std::sync::LazyLock;

static DOCUMENT: Spec =
    described("read-openapi", "OpenAPI 文档", "本接口的 OpenAPI 3.1 描述，可导入其他工具。", &[], &[]);
static PAGE: Spec = described("read-reference", "接口说明", "给人看的接口说明。", &[], &[]);

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Operation::get("/api/v1/openapi.json", &DOCUMENT, Answer::Json("OpenApi"), document)
            .access(Access::Open),
        Operation::get("/api/docs", &PAGE, Answer::Html, page).access(Access::Open),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![("OpenApi", serde_json::json!({"type": "object", "description": "OpenAPI 3.1 文档"}))]
}

async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], openapi::rendered()).into_response()
}

async fn page(State(app): State<App>) -> Result<Html<&'static str>, ApiProblem> {
    static HTML: LazyLock<Option<String>> = LazyLock::new(|| Page::new(false).render().ok());
    static DEMO: LazyLock<Option<String>> = LazyLock::new(|| Page::new(true).render().ok());
    let broken = || ApiProblem::plain(StatusCode::INTERNAL_SERVER_ERROR, "broken", "接口说明暂时打不开。");
    let html = if app.demo { &DEMO } else { &HTML };
    html.as_deref().map(Html).ok_or_else(broken)
}

/// The page's own style, beside the shared one.
pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("docs.css")).into_response()
}

/// The page.
#[derive(Template)]
#[template(path = "api/docs.html")]
struct Page {
    css: &'static str,
    chapters: Vec<Chapter>,
    shapes: Vec<Shape>,
    demo: bool,
}

/// One chapter.
struct Chapter {
    name: &'static str,
    what: &'static str,
    operations: Vec<Told>,
}

/// One operation as it is told.
struct Told {
    id: &'static str,
    method: &'static str,
    path: String,
    title: &'static str,
    help: &'static str,
    who: String,
    headers: Vec<&'static str>,
    query: Vec<Line>,
    body: Vec<Line>,
    file: bool,
    answer: &'static str,
    named: bool,
    problems: String,
}

/// One field of a request or a property of an answer.
struct Line {
    key: String,
    label: String,
    kind: String,
    link: String,
    required: bool,
    said: String,
}

/// One named shape of an answer.
struct Shape {
    name: String,
    lines: Vec<Line>,
}

impl Page {
    fn new(demo: bool) -> Page {
        let mut all = super::operations();
        let chapters = CHAPTERS.iter().map(|(name, what)| {
            let here = all.extract_if(.., |o| o.tag == *name);
            Chapter { name, what, operations: here.map(|o| told(&o)).collect() }
        });
        let chapters = chapters.collect();
        let document = openapi::document();
        let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
        let shapes = schemas.into_iter().map(|(name, schema)| Shape { name, lines: properties(&schema) });
        Page { css: crate::assets::css_path(), chapters, shapes: shapes.collect(), demo }
    }
}

fn told(o: &Operation) -> Told {
    let who = match o.access {
        Access::Open => "不用登录".to_owned(),
        Access::Token => "登录即可".to_owned(),
        Access::Roles => o.spec.who.iter().map(|r| r.name()).collect::<Vec<_>>().join("、"),
    };
    let mut headers = vec![];
    if o.keyed {
        headers.push("Idempotency-Key（可选）");
    }
    if o.keyed && o.spec.answers {
        headers.push("If-Match（必填）");
    }
    let body = if o.body == Body::Nothing { &[] } else { o.spec.fields };
    let (answer, named) = match o.answer {
        Answer::Json(name) | Answer::Versioned(name) => (name, true),
        Answer::Empty => ("204，没有内容", false),
        Answer::Html => ("网页", false),
        Answer::Docx => ("DOCX 文件", false),
        Answer::Picture => ("图片", false),
    };
    Told {
        id: o.spec.name,
        method: o.method,
        path: o.path(),
        title: o.spec.title,
        help: o.spec.help,
        who,
        headers,
        query: o.query.iter().map(line).collect(),
        body: body.iter().map(line).collect(),
        file: matches!(o.body, Body::File(_)),
        answer,
        named,
        problems: o.problems().iter().map(u16::to_string).collect::<Vec<_>>().join("、"),
    }
}

fn line(field: &Field) -> Line {
    let kind = match field.kind {
        Kind::Date => "日期".to_owned(),
        Kind::Text(most) | Kind::LongText(most) => format!("文字，至多 {most} 字"),
        Kind::Choice(_) => "代码，一个".to_owned(),
        Kind::Several(_) => "代码，可多个".to_owned(),
        Kind::YesNo => "true 或 false".to_owned(),
        Kind::Number(most) => format!("整数，至多 {most}"),
        Kind::Worker => "账号".to_owned(),
        Kind::Unit => "单位代码".to_owned(),
        Kind::SeveralListed(_) => "所列代码，可多个".to_owned(),
        Kind::Listed(_) => "所列代码之一".to_owned(),
        Kind::Fen(most) => format!("整数，单位分，至多 {most}"),
        Kind::Cells => "各列的文字".to_owned(),
    };
    Line {
        key: field.key.to_owned(),
        label: field.label.to_owned(),
        kind,
        link: String::new(),
        required: field.required,
        said: schema::said(field),
    }
}

/// The properties of an object, those of objects inside it under dotted names.
fn properties(schema: &Value) -> Vec<Line> {
    let mut lines = vec![];
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, property) in schema["properties"].as_object().into_iter().flatten() {
        let link = reference(property).unwrap_or_default().to_owned();
        lines.push(Line {
            key: key.clone(),
            label: String::new(),
            kind: kind(property),
            link,
            required: required.contains(&key.as_str()),
            said: property["description"].as_str().unwrap_or_default().to_owned(),
        });
        let inside = if property["items"].is_object() { &property["items"] } else { property };
        lines.extend(
            properties(inside).into_iter().map(|line| Line { key: format!("{key}.{}", line.key), ..line }),
        );
    }
    lines
}

/// The name of the shape that a property leads to.
fn reference(property: &Value) -> Option<&str> {
    let own = property["$ref"].as_str().or(property["items"]["$ref"].as_str());
    own.or(property["anyOf"][0]["$ref"].as_str()).and_then(|r| r.rsplit('/').next())
}

fn kind(property: &Value) -> String {
    let types: Vec<&str> = match &property["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => vec!["object"],
    };
    let word = |t: &str| match (t, property["format"].as_str()) {
        ("string", Some("date")) => "日期",
        ("string", Some(_)) => "时间",
        ("string", None) => "文字",
        ("integer", _) => "整数",
        ("boolean", _) => "true 或 false",
        ("array", _) => "列表",
        ("null", _) => "null",
        _ => "对象",
    };
    let mut words: Vec<&str> = types.into_iter().map(word).collect();
    if property["anyOf"].is_array() {
        words.push("null");
    }
    words.join("或")
}
