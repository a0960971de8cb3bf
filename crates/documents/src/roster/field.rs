//! The columns a roster may have, and the headings they are known by.
//!
//! The list follows the common layout of release rosters (rules §11, F2). Headings differ
//! between prisons in spacing, width, script and wording; what is compared is the heading
//! reduced by [`heading_key`]. No value of any row is looked at here.

use reference::text;
use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($variant:ident $key:literal $heading:literal $essential:literal [$($synonym:literal),*] $doc:literal;)*) => {
        /// A column of the roster. Serialises as its key, for example `id_number`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Field {
            $(#[doc = $doc] $variant,)*
        }

        /// Every column in the order of the plain layout.
        pub const FIELDS: &[FieldInfo] = &[
            $(FieldInfo {
                field: Field::$variant,
                key: $key,
                heading: $heading,
                synonyms: &[$($synonym),*],
                essential: $essential,
            },)*
        ];
    };
}

/// What is known of one column.
#[derive(Debug, Clone, Copy)]
pub struct FieldInfo {
    /// The column itself.
    pub field: Field,
    /// Name in JSON and forms.
    pub key: &'static str,
    /// The usual Chinese heading.
    pub heading: &'static str,
    /// Other headings with the same meaning.
    pub synonyms: &'static [&'static str],
    /// Whether a roster without this column is refused as a whole.
    pub essential: bool,
}

fields! {
    Seq "seq" "序号" false ["编号", "顺序号", "No", "行号"] "Running number of the sender; says nothing of the person.";
    Name "name" "姓名" true ["罪犯姓名", "服刑人员姓名", "人员姓名", "刑释人员姓名", "释放人员姓名", "对象姓名", "名字"] "Name.";
    FormerName "former_name" "曾用名" false ["别名", "化名", "曾用名别名", "别名曾用名", "曾用名化名"] "Former or other names.";
    Sex "sex" "性别" false [] "Sex.";
    Birth "birth" "出生日期" false ["出生年月", "出生年月日", "生日", "出生时间"] "Date of birth.";
    IdNumber "id_number" "公民身份号码" true ["身份证号", "身份证号码", "身份证", "居民身份证号", "居民身份证号码", "公民身份证号", "公民身份证号码", "公民身份证号吗", "公民身份号", "身份号码", "证件号码", "证件号", "有效证件号码", "身份证件号码"] "Citizen identity number (GB 11643).";
    EthnicGroup "ethnic_group" "民族" false [] "Ethnic group.";
    Education "education" "文化程度" false ["学历", "受教育程度", "教育程度"] "Education.";
    MaritalStatus "marital_status" "婚姻状况" false ["婚姻", "婚姻情况", "婚否", "婚姻状态"] "Marital status.";
    PoliticalStatus "political_status" "政治面貌" false ["政治身份", "原政治面貌", "捕前政治面貌"] "Political status.";
    HukouAddress "hukou_address" "户籍地址" false ["户籍地", "户籍所在地", "户籍所在地址", "户口所在地", "户籍", "户籍详细地址", "户籍地详址", "户籍地详细地址", "户口地址"] "Registered address.";
    HukouCode "hukou_code" "户籍地区划代码" false ["户籍地行政区划代码", "户籍地行政区划", "户籍地代码", "户籍区划代码", "户籍地区划", "行政区划代码", "区划代码", "户籍行政区划代码"] "Division code of the registered address.";
    LivingAddress "living_address" "居住地址" false ["居住地", "现居住地", "现居住地址", "现住址", "家庭住址", "住址", "家庭地址", "实际居住地", "实际居住地址", "居住地详址", "居住地详细地址", "捕前住址", "捕前居住地", "拟居住地", "拟居住地址", "释放后居住地", "经常居住地", "现住地址"] "Address where the person will live.";
    FormerOccupation "former_occupation" "捕前职业" false ["职业", "原职业", "捕前工作", "捕前职务", "捕前工作单位及职务"] "Occupation before arrest.";
    Offence "offence" "罪名" false ["原判罪名", "犯罪类型", "案由", "主罪名", "所犯罪名", "判决罪名", "犯罪罪名"] "Offences as judged.";
    OffenceOn "offence_on" "犯罪日期" false ["犯罪时间", "作案日期", "作案时间", "犯罪年月日"] "Day of the offence: decides whether the record is sealed.";
    Term "term" "原判刑期" false ["刑期", "判刑刑期", "判决刑期", "原判刑种刑期", "刑种刑期", "刑种及刑期", "原判刑罚", "主刑", "刑罚", "现刑期"] "Term as judged.";
    StartsOn "starts_on" "刑期起日" false ["刑期起", "刑期开始日期", "刑期起始日期", "刑期起始日", "刑期起算日", "刑期自", "起刑日期", "起刑日", "刑期起时间", "刑期起日期", "刑期开始", "刑期开始日", "刑期开始时间", "刑期起始时间", "现刑期起日", "原判刑期起日", "原判刑期起"] "First day of the term.";
    EndsOn "ends_on" "刑期止日" true ["刑期止", "刑期终止日期", "刑期截止日期", "刑期截止日", "刑期至", "刑满日期", "刑满日", "刑满释放日期", "刑满释放日", "释放日期", "释放时间", "释放日", "拟释放日期", "预释放日期", "预计释放日期", "刑期止时间", "刑期止日期", "止刑日期", "刑满时间", "刑满释放时间", "刑期结束日期", "刑期结束日", "刑期终止日", "刑期届满日", "刑期届满日期", "刑期满日", "出监日期", "出监时间", "现刑期止日", "应释放日期", "余刑止日"] "Last day of the term: the day of release.";
    Deprivation "deprivation" "剥夺政治权利" false ["剥权", "剥夺政治权利年限", "剥政", "附加刑", "剥夺政治权利期限", "剥夺政治权利情况"] "Deprivation of political rights.";
    Fine "fine" "财产刑" false ["罚金", "财产性判项", "罚金没收财产", "财产刑情况"] "Fine or confiscation.";
    Recidivist "recidivist" "是否累犯" false ["累犯", "累犯情况"] "Whether a recidivist in the sense of the law.";
    PriorTerms "prior_terms" "前科次数" false ["前科", "前科情况", "判刑次数", "前科劣迹次数"] "Number of earlier convictions.";
    Custody "custody" "收押监所" false ["服刑监所", "监狱", "所在监狱", "服刑监狱", "服刑场所", "监所", "关押单位", "羁押场所", "监所名称", "监狱名称", "关押监狱", "服刑单位", "在押监所", "关押场所", "所在监所"] "Prison or detention house.";
    PrisonNo "prison_no" "监狱编号" false ["罪犯编号", "囚号", "服刑编号", "罪犯号", "番号", "囚犯编号", "服刑人员编号", "人员编号"] "Number the prison gave.";
    KinName "kin_name" "家属姓名" false ["亲属姓名", "联系人", "联系人姓名", "家属", "亲属", "家庭联系人", "监护人"] "Next of kin.";
    KinRelation "kin_relation" "家属关系" false ["与本人关系", "亲属关系", "关系", "与家属关系", "家庭关系", "与服刑人员关系", "与罪犯关系", "称谓"] "Relation of the next of kin.";
    KinPhone "kin_phone" "家属电话" false ["联系电话", "亲属电话", "家属联系电话", "亲属联系电话", "电话", "联系方式", "家属联系方式", "亲属联系方式", "手机", "手机号码", "电话号码", "家属手机"] "Telephone of the next of kin.";
    ThreeNone "three_none" "是否三无" false ["三无", "三无人员", "是否三无人员", "是否为三无人员"] "Without home, kin and livelihood.";
    Health "health" "健康状况" false ["身体状况", "健康情况", "健康", "身体健康状况", "病情", "疾病情况"] "Health.";
    Disability "disability" "残疾情况" false ["残疾", "是否残疾", "残疾状况", "残疾类别等级"] "Disability.";
    DrugHistory "drug_history" "是否吸毒史" false ["吸毒史", "是否吸毒", "是否有吸毒史", "有无吸毒史", "涉毒", "是否涉毒", "吸毒情况"] "Whether drugs were taken.";
    Children "children" "未成年子女情况" false ["未成年子女", "子女情况", "有无未成年子女", "是否有未成年子女"] "Minor children.";
    Skills "skills" "技能证书" false ["技能", "技能特长", "职业技能", "特长", "职业技能证书", "技术特长"] "Skills and certificates.";
    Risk "risk" "危险性评估" false ["风险等级", "危险程度", "危险等级", "危险性", "评估等级", "风险评估", "危险性等级", "再犯罪危险性", "再犯罪风险", "人身危险性"] "Risk as assessed by the prison.";
    Note "note" "备注" false ["说明", "其他", "备注说明", "特殊情况", "附注"] "Remarks.";
    Surplus "surplus" "多出的单元格" false [] "Cells of a text file beyond the last heading: the row has slipped.";
    IdReason "id_reason" "号码不符仍采用的理由" false [] "Why a number is taken as written; only who mends a row gives it, no roster brings it.";
}

/// Longer texts are no headings and are not worth a look.
pub(super) const LONGEST_HEADING_BYTES: usize = 200;

impl Field {
    /// Name in JSON and forms, for example `id_number`.
    pub fn key(self) -> &'static str {
        self.info().key
    }

    /// The usual Chinese heading.
    pub fn heading(self) -> &'static str {
        self.info().heading
    }

    /// The field with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        FIELDS.iter().find(|i| i.key == key).map(|i| i.field)
    }

    /// The field a heading stands for, whatever its spacing, width and script.
    pub fn from_heading(heading: &str) -> Option<Self> {
        if heading.len() > LONGEST_HEADING_BYTES {
            return None;
        }
        let wanted = heading_key(heading);
        if wanted.is_empty() {
            return None;
        }
        FIELDS
            .iter()
            .filter(|info| info.field.is_column())
            .find(|info| info.heading == wanted || info.synonyms.contains(&wanted.as_str()))
            .map(|info| info.field)
    }

    /// Whether a roster can have it as a column: not what a reader or a mender adds to a row.
    pub fn is_column(self) -> bool {
        !matches!(self, Self::Surplus | Self::IdReason)
    }

    fn info(self) -> &'static FieldInfo {
        &FIELDS[self as usize]
    }
}

/// A heading reduced to what carries meaning: `*姓　名（必填）：` becomes `姓名`.
pub(super) fn heading_key(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut key = String::new();
    for c in text::simplified(&text::compact(heading)).chars() {
        match c {
            '(' | '（' | '[' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            '*' | ':' | '：' | '/' | '、' | '"' | '“' | '”' | '\'' | '.' | '_' | '-' => {}
            _ if depth == 0 => key.push(c),
            _ => {}
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_field_stands_at_its_place_and_no_heading_means_two_things() {
        let mut seen = HashSet::new();
        for (place, info) in FIELDS.iter().enumerate() {
            assert_eq!(info.field as usize, place);
            assert_eq!(Field::from_key(info.key), Some(info.field));
            for heading in std::iter::once(&info.heading).chain(info.synonyms) {
                assert!(seen.insert(*heading), "{heading} stands twice");
            }
        }
    }

    #[test]
    fn keys_in_json_are_the_keys_of_the_list() {
        for info in FIELDS {
            let json = serde_json::to_string(&info.field).expect("a unit variant");
            assert_eq!(json, format!("\"{}\"", info.key));
        }
    }

    #[test]
    fn spacing_width_marks_and_brackets_do_not_matter() {
        for heading in ["姓 名", "姓\u{3000}名", " *姓名：", "姓名（必填）", "姓\n名"] {
            assert_eq!(Field::from_heading(heading), Some(Field::Name), "{heading}");
        }
        assert_eq!(Field::from_heading("身份證號碼"), Some(Field::IdNumber), "traditional script");
        assert_eq!(Field::from_heading("奖惩"), None);
        assert_eq!(Field::from_heading("  "), None);
    }
}
