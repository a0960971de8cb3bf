//! What a request of the API carries: a JSON object, a file, a query, conditions, places in the path. Each
//! is read with the limits that the document states, and a no is always a problem in JSON.
//! Must never know: what is done with it.

use crate::{app::App, problem::ApiProblem};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Multipart, Path, Query, Request},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use domain::command::{Field, FieldError, Spec};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use service::{Given, Problem};

/// What was typed or sent, by field.
pub(super) type Fields = Map<String, Value>;

/// The JSON object of a request, as sent.
pub(super) struct Sent(pub Fields);

impl FromRequest<App> for Sent {
    type Rejection = ApiProblem;
    async fn from_request(request: Request, app: &App) -> Result<Sent, ApiProblem> {
        let is_json = kind(request.headers(), "application/json");
        let named = request.headers().contains_key(header::CONTENT_TYPE);
        let bytes = Bytes::from_request(request, app).await.map_err(|e| unread(e.status()))?;
        if bytes.is_empty() && !named {
            return Ok(Sent(Fields::new())); // a command without fields needs no body
        }
        if !is_json {
            return Err(wrong_kind("请求内容应为 JSON，请把 Content-Type 设为 application/json。"));
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(fields)) => Ok(Sent(fields)),
            Ok(_) => Err(bad("not_object", "请求内容应为一个 JSON 对象，例如 {\"on\":\"2026-11-24\"}。")),
            Err(e) => {
                let place = format!("第 {} 行第 {} 列", e.line(), e.column());
                Err(bad("bad_json", &format!("请求内容不是正确的 JSON（{place}），请检查引号、逗号和括号。")))
            }
        }
    }
}

/// The file of a request.
pub(super) struct File(pub Vec<u8>);

impl FromRequest<App> for File {
    type Rejection = ApiProblem;
    async fn from_request(request: Request, app: &App) -> Result<File, ApiProblem> {
        Form::from_request(request, app).await.map(|form| File(form.file))
    }
}

/// The file of a request and the fields beside it, as sent.
pub(super) struct Form {
    /// What was written beside the file.
    pub fields: Fields,
    /// The file.
    pub file: Vec<u8>,
}

/// Bytes of a field beside a file.
const BESIDE: usize = 10_000;

impl FromRequest<App> for Form {
    type Rejection = ApiProblem;
    async fn from_request(request: Request, app: &App) -> Result<Form, ApiProblem> {
        let wrong = "请以 multipart/form-data 上传，文件放在 file 一项。";
        if !kind(request.headers(), "multipart/form-data") {
            return Err(wrong_kind(wrong));
        }
        let mut form =
            Multipart::from_request(request, app).await.map_err(|_| bad("bad_multipart", wrong))?;
        let (mut fields, mut file) = (Fields::new(), None);
        while let Some(part) = form.next_field().await.map_err(|e| unread(e.status()))? {
            let name = part.name().unwrap_or_default().to_owned();
            let bytes = part.bytes().await.map_err(|e| unread(e.status()))?;
            if name == "file" {
                file = file.or(Some(bytes.to_vec()));
            } else if bytes.len() <= BESIDE && fields.len() < 100 {
                let text = String::from_utf8(bytes.to_vec()).map_err(|_| bad("bad_multipart", wrong))?;
                fields.insert(name, text.into());
            } else {
                return Err(unread(StatusCode::PAYLOAD_TOO_LARGE));
            }
        }
        match file {
            Some(file) => Ok(Form { fields, file }),
            None => Err(field_error("file", "required", "没有收到文件，请把文件放在 file 一项。")),
        }
    }
}

/// The query of a request, as sent.
pub(super) struct Params(Fields);

impl Params {
    /// The query read by its declaration: all errors at once, undeclared parameters too.
    pub(super) fn read(&self, fields: &'static [Field]) -> Result<Fields, ApiProblem> {
        let spec = Spec { name: "", title: "", help: "", who: &[], answers: false, fields };
        spec.read(&self.0).map_err(|e| Problem::Fields(e).into())
    }
}

impl FromRequestParts<App> for Params {
    type Rejection = ApiProblem;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Params, ApiProblem> {
        let unreadable = || bad("bad_query", "地址中“?”后面的内容无法识别，请检查编码。");
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map_err(|_| unreadable())?;
        let mut fields = Fields::new();
        for (key, value) in pairs.0 {
            if fields.insert(key, value.into()).is_some() {
                return Err(bad("repeated_parameter", "同一个查询参数出现了两次，请只保留一个。"));
            }
        }
        Ok(Params(fields))
    }
}

/// `If-Match` and `Idempotency-Key`.
pub(super) struct Conditions(pub Given);

/// The longest idempotency key.
pub(super) const KEY_AT_MOST: usize = 128;

impl FromRequestParts<App> for Conditions {
    type Rejection = ApiProblem;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Conditions, ApiProblem> {
        let if_match = match parts.headers.get(header::IF_MATCH) {
            None => None,
            Some(value) => {
                let text = value.to_str().unwrap_or_default().trim().trim_matches('"');
                let wrong = || bad("bad_if_match", "If-Match 应为读取时得到的版本号，例如 \"3\"。");
                Some(text.parse().map_err(|_| wrong())?)
            }
        };
        let idempotency_key = match parts.headers.get("idempotency-key") {
            None => None,
            Some(value) => match value.to_str().map(str::trim) {
                Ok(text) if (1..=KEY_AT_MOST).contains(&text.len()) => Some(text.to_owned()),
                _ => {
                    return Err(bad(
                        "bad_idempotency_key",
                        "Idempotency-Key 应为 1 至 128 个字母、数字或符号。",
                    ));
                }
            },
        };
        Ok(Conditions(Given { if_match, idempotency_key }))
    }
}

/// Names in the path. What cannot be one is not found.
pub(super) struct At<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for At<T> {
    type Rejection = ApiProblem;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<At<T>, ApiProblem> {
        let Path(names) = Path::<T>::from_request_parts(parts, app).await.map_err(|_| Problem::NotFound)?;
        Ok(At(names))
    }
}

/// One field is wrong.
pub(super) fn field_error(field: &str, code: &'static str, message: &str) -> ApiProblem {
    Problem::Fields(vec![FieldError { field: field.into(), code, message: message.into() }]).into()
}

/// A text of what was read; empty where it is missing.
pub(super) fn text<'a>(fields: &'a Fields, key: &str) -> &'a str {
    fields.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn kind(headers: &HeaderMap, wanted: &str) -> bool {
    let named = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    named.split(';').next().is_some_and(|k| k.trim().eq_ignore_ascii_case(wanted))
}

fn bad(code: &str, detail: &str) -> ApiProblem {
    ApiProblem::plain(StatusCode::BAD_REQUEST, code, detail)
}

fn wrong_kind(detail: &str) -> ApiProblem {
    ApiProblem::plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong_content_type", detail)
}

fn unread(status: StatusCode) -> ApiProblem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => {
            ApiProblem::plain(status, "too_large", "请求内容太大，请缩短文字或拆分文件后重试。")
        }
        _ => bad("unreadable", "没有收到完整的请求内容，请重试。"),
    }
}
