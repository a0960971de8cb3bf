//! What a browser posts: only a form, only from our own pages, only with the session's token.
//! `csrf`, `version` and `key` are taken out; repeated keys become lists, `cells.NAME` one object.
//! Must never know: what the fields mean.

use crate::{
    App,
    problem::PageProblem,
    session::{Guest, Visitor},
};
use axum::{
    Form, RequestPartsExt,
    extract::{FromRequest, FromRequestParts, Request, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header},
};
use serde_json::{Map, Value};

/// A form posted by somebody signed in with a role.
pub struct Posted {
    /// Who.
    pub visitor: Visitor,
    /// What was typed, without `csrf`, `version`, `key`.
    pub fields: Map<String, Value>,
    /// The version of what was seen.
    pub version: Option<i64>,
    /// The idempotency key.
    pub key: Option<String>,
}

/// A form posted by somebody signed in, perhaps without a role.
pub struct GuestPosted {
    /// Who.
    pub guest: Guest,
    /// What was typed, without `csrf`.
    pub fields: Map<String, Value>,
}

/// A form posted by anybody: signing in.
pub struct OpenPosted {
    /// What was typed.
    pub fields: Map<String, Value>,
}

impl Posted {
    /// The text of a field; empty where it is missing or a list.
    pub fn text(&self, key: &str) -> &str {
        text(&self.fields, key)
    }
}

impl GuestPosted {
    /// The text of a field; empty where it is missing or a list.
    pub fn text(&self, key: &str) -> &str {
        text(&self.fields, key)
    }
}

impl OpenPosted {
    /// The text of a field; empty where it is missing or a list.
    pub fn text(&self, key: &str) -> &str {
        text(&self.fields, key)
    }
}

fn text<'a>(fields: &'a Map<String, Value>, key: &str) -> &'a str {
    fields.get(key).and_then(Value::as_str).unwrap_or_default()
}

impl FromRequest<App> for Posted {
    type Rejection = PageProblem;
    async fn from_request(request: Request, app: &App) -> Result<Posted, PageProblem> {
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let mut fields = read(Request::from_parts(parts, body), app).await?;
        check_token(&mut fields, &visitor.session.csrf)?;
        let take = |fields: &mut Map<String, Value>, key: &str| {
            fields.remove(key).and_then(|v| v.as_str().map(str::to_owned)).filter(|s| !s.is_empty())
        };
        let version = take(&mut fields, "version").and_then(|v| v.parse().ok());
        let key = take(&mut fields, "key").map(|k| k.chars().take(100).collect());
        Ok(Posted { visitor, fields, version, key })
    }
}

impl FromRequest<App> for GuestPosted {
    type Rejection = PageProblem;
    async fn from_request(request: Request, app: &App) -> Result<GuestPosted, PageProblem> {
        let (mut parts, body) = request.into_parts();
        let guest = parts.extract_with_state::<Guest, App>(app).await?;
        let mut fields = read(Request::from_parts(parts, body), app).await?;
        check_token(&mut fields, &guest.0.csrf)?;
        Ok(GuestPosted { guest, fields })
    }
}

impl FromRequest<App> for OpenPosted {
    type Rejection = PageProblem;
    async fn from_request(request: Request, app: &App) -> Result<OpenPosted, PageProblem> {
        Ok(OpenPosted { fields: read(request, app).await? })
    }
}

async fn read(request: Request, app: &App) -> Result<Map<String, Value>, PageProblem> {
    if !from_own_pages(request.headers()) {
        return Err(foreign());
    }
    let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, app).await.map_err(unreadable)?;
    Ok(gathered(pairs))
}

/// Forms come from our own pages. A browser says so itself; an old one names the origin at least.
/// A request with neither header is left to the token.
pub fn from_own_pages(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match text("origin") {
        None => true,
        Some(origin) => {
            let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
            origin.split_once("://").map(|(_, host)| host) == host
        }
    }
}

/// The refusal of a form that did not come from a page of this session.
pub fn foreign() -> PageProblem {
    let sentence = "这个页面已过期，或不是从本系统打开的，这次没有保存。请返回上一页，刷新后重新提交。";
    PageProblem::plain(StatusCode::FORBIDDEN, "没有保存", sentence)
}

fn check_token(fields: &mut Map<String, Value>, right: &str) -> Result<(), PageProblem> {
    let given = fields.remove("csrf");
    match given.as_ref().and_then(Value::as_str) {
        Some(given) if same_token(given, right) => Ok(()),
        _ => Err(foreign()),
    }
}

/// Compares in a time that does not tell where the two differ.
pub fn same_token(given: &str, right: &str) -> bool {
    let different = given.bytes().zip(right.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    given.len() == right.len() && !right.is_empty() && different == 0
}

fn unreadable(rejection: FormRejection) -> PageProblem {
    let (status, sentence) = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            (StatusCode::PAYLOAD_TOO_LARGE, "提交的内容太多，这次没有保存。请缩短后再提交。")
        }
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, "只接受网页表单。程序请使用 /api/v1 接口。")
        }
        _ => (StatusCode::UNPROCESSABLE_ENTITY, "提交的内容无法识别，这次没有保存。请刷新页面后重试。"),
    };
    PageProblem::plain(status, "没有保存", sentence)
}

/// Repeated keys become lists, `cells.NAME` one object, line ends one kind.
fn gathered(pairs: Vec<(String, String)>) -> Map<String, Value> {
    let mut fields = Map::new();
    for (key, value) in pairs {
        let value = Value::from(value.replace("\r\n", "\n"));
        if let Some(name) = key.strip_prefix("cells.") {
            let cells = fields.entry("cells").or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(cells) = cells {
                cells.insert(name.to_owned(), value);
            }
            continue;
        }
        match fields.get_mut(&key) {
            None => {
                fields.insert(key, value);
            }
            Some(Value::Array(all)) => all.push(value),
            Some(one) => *one = Value::Array(vec![one.take(), value]),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn pair(k: &str, v: &str) -> (String, String) {
        (k.into(), v.into())
    }

    #[test]
    fn repeated_keys_become_a_list_and_cells_an_object() {
        let fields = gathered(vec![
            pair("needs", "work"),
            pair("needs", "legal"),
            pair("needs", "health"),
            pair("note", "一\r\n二"),
            pair("cells.name", "甲"),
            pair("cells.sex", "男"),
        ]);
        let wanted = serde_json::json!({
            "needs": ["work", "legal", "health"], "note": "一\n二", "cells": {"name": "甲", "sex": "男"}
        });
        assert_eq!(Value::Object(fields), wanted);
    }

    #[test]
    fn a_text_called_cells_is_not_overwritten_by_cells() {
        let fields = gathered(vec![pair("cells", "x"), pair("cells.name", "甲")]);
        assert_eq!(fields["cells"], "x");
    }

    #[test]
    fn only_the_same_token_is_the_same() {
        assert!(same_token("abc", "abc"));
        for (a, b) in [("abd", "abc"), ("ab", "abc"), ("abcd", "abc"), ("", "abc"), ("", "")] {
            assert!(!same_token(a, b), "{a} {b}");
        }
    }

    #[test]
    fn another_site_is_refused_and_our_own_is_not() {
        let asked = |pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_static("guitu.test:8080"));
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_str(value).unwrap());
            }
            from_own_pages(&headers)
        };
        assert!(asked(&[]));
        assert!(asked(&[("origin", "http://guitu.test:8080")]));
        assert!(asked(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(!asked(&[("origin", "null")]));
        assert!(!asked(&[("origin", "http://guitu.test")]));
        assert!(!asked(&[("origin", "https://evil.test")]));
        assert!(!asked(&[("sec-fetch-site", "cross-site"), ("origin", "http://guitu.test:8080")]));
        assert!(!asked(&[("sec-fetch-site", "same-site")]));
    }
}
