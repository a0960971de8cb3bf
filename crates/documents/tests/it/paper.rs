//! Papers as files for the word processor, read back with other means than they were written with: the ZIP
//! library and a plain walk over the tags. What a letter looks like in XML is kept as a file.

use documents::paper::{BLANK_DATE, Block, Layout, Paper, Party, Row, docx};
use std::{
    fs,
    io::{Cursor, Read},
    path::Path,
};
use zip::ZipArchive;

fn parts(paper: &Paper) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(docx(paper).expect("written"))).expect("a ZIP archive");
    let names: Vec<String> = archive.file_names().map(|n| n.expect("named").into_owned()).collect();
    let mut read = |name: String| {
        let mut text = String::new();
        archive.by_name(&name).expect("listed").read_to_string(&mut text).expect("UTF-8");
        (name, text)
    };
    names.into_iter().map(&mut read).collect()
}

fn part(paper: &Paper, name: &str) -> String {
    parts(paper).into_iter().find(|(n, _)| n == name).expect("the part").1
}

/// Every element that is opened is closed, in the right order; answers the texts between the tags.
fn texts(xml: &str) -> Vec<String> {
    let (mut open, mut texts) = (vec![], vec![]);
    for piece in xml.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        let name = tag.split_whitespace().next().expect("a name").trim_end_matches('/');
        match tag {
            t if t.starts_with('?') || t.ends_with('/') => {}
            t if t.starts_with('/') => assert_eq!(open.pop(), Some(&name[1..])),
            _ => open.push(name),
        }
        texts.extend(Some(text.to_owned()).filter(|t| !t.is_empty() && open.contains(&"w:t")));
    }
    assert!(open.is_empty(), "left open: {open:?}");
    texts
}

fn letter() -> Paper {
    Paper::letter("广州市天河区司法局", "穗天司帮〔2026〕12号", "关于核实拟释放人员信息的函")
        .with(Block::Addressee("广东省番禺监狱：".into()))
        .with(Block::Text("贵监报送的名册中，下列事项需要核实。".into()))
        .with(Block::Heading("一、需要核实的事项".into()))
        .with(Block::Subheading("（一）户籍地址".into()))
        .with(Block::Text("请于2026年12月9日前函复。".into()))
        .with(Block::Attachments(vec!["信息核查反馈表".into(), "名册".into()]))
        .with(Block::Closing {
            organ: "广州市天河区司法局".into(), date: "2026年11月24日".into()
        })
        .with(Block::Copies("抄送：广州市司法局。".into()))
}

fn form() -> Paper {
    Paper::form("F5", "衔接工作交接单", "2026年11月24日")
        .marked(Some("副本".into()))
        .with(Block::Fields(vec![
            Row::Heading("一、本人".into()),
            Row::of([("姓名", "冯国雄".into()), ("性别", "男".into()), ("民族", String::new())]),
            Row::tall("健康状况", "高血压\n随身药品十天".into(), 20),
        ]))
        .with(Block::List {
            columns: vec![("序号".into(), 1), ("姓名".into(), 3)],
            rows: vec![vec!["1".into(), "冯国雄".into()], vec!["2".into()]],
        })
        .with(Block::Signatures(vec![Party::sealed("监所"), Party::new("本人")]))
        .with(Block::Cut)
        .with(Block::Title("回执".into()))
        .with(Block::Note("本单一式三份。".into()))
}

#[test]
fn every_part_is_well_formed_and_named_among_the_content_types() {
    for paper in [letter(), form(), form().wide()] {
        let parts = parts(&paper);
        let types = &parts.iter().find(|(name, _)| name == "[Content_Types].xml").expect("there").1;
        for (name, text) in &parts {
            texts(text);
            if name.starts_with("word/") && !name.ends_with(".rels") {
                assert!(types.contains(&format!("PartName=\"/{name}\"")), "{name}");
            }
        }
    }
}

#[test]
fn every_text_of_the_blocks_stands_in_the_document_in_their_order() {
    let document = part(&form(), "word/document.xml");
    let expected = [
        "【副本】",
        "衔接工作交接单",
        "一、本人",
        "姓名",
        "冯国雄",
        "性别",
        "男",
        "民族",
        "健康状况",
        "高血压",
        "随身药品十天",
        "序号",
        "姓名",
        "1",
        "冯国雄",
        "2",
        "监所（盖章）",
        "经办人签名：",
        BLANK_DATE,
        "本人",
        "签名：",
        BLANK_DATE,
        "回执",
        "本单一式三份。",
    ];
    assert_eq!(texts(&document), expected);
}

#[test]
fn every_style_that_is_used_is_defined() {
    for paper in [letter(), form()] {
        let styles = part(&paper, "word/styles.xml");
        for name in ["word/document.xml", "word/footer1.xml"] {
            let text = part(&paper, name);
            for used in text.split("<w:pStyle w:val=\"").skip(1).filter_map(|t| t.split('"').next()) {
                assert!(styles.contains(&format!("w:styleId=\"{used}\"")), "{used}");
            }
        }
    }
}

#[test]
fn a_short_row_of_a_list_is_filled_up_with_empty_cells() {
    let document = part(&form(), "word/document.xml");
    let list = document.split("<w:tbl>").nth(2).expect("the list");
    for row in list.split("<w:tr>").skip(1) {
        assert_eq!(row.matches("<w:tc>").count(), 2);
    }
    assert_eq!(list.matches("<w:tblHeader/>").count(), 1, "the heading comes again on every page");
}

#[test]
fn the_foot_of_a_form_names_form_and_date_that_of_a_letter_its_page() {
    assert_eq!(
        texts(&part(&form(), "word/footer1.xml")).concat(),
        "F5　衔接工作交接单　打印日期：2026年11月24日　第 1 页，共 1 页"
    );
    assert_eq!(texts(&part(&letter(), "word/footer1.xml")).concat(), "— 1 —");
}

#[test]
fn a_wide_form_lies_across() {
    assert_eq!(form().wide().layout, Layout::WideForm);
    assert!(part(&form().wide(), "word/document.xml").contains("w:orient=\"landscape\""));
    assert!(!part(&form(), "word/document.xml").contains("landscape"));
}

/// Names and remarks come from other systems.
#[test]
fn markup_and_control_characters_in_a_value_do_no_harm() {
    let value = "</w:t><w:t>赵\u{1}\u{B}&\"甲\"\u{FFFF}\n第二行";
    let paper = form().with(Block::Text(value.into()));
    let document = part(&paper, "word/document.xml");
    let texts = texts(&document);
    assert_eq!(texts[texts.len() - 2..], ["&lt;/w:t&gt;&lt;w:t&gt;赵&amp;&quot;甲&quot;", "第二行"]);
}

#[test]
fn the_same_paper_makes_the_same_bytes() {
    assert_eq!(docx(&letter()).expect("written"), docx(&letter()).expect("written"));
}

#[test]
fn a_letter_is_written_as_kept() {
    let written = part(&letter(), "word/document.xml").replace("><", ">\n<");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/letter.xml");
    if std::env::var_os("GUITU_ACCEPT").is_some() {
        fs::write(&path, &written).expect("kept");
    }
    assert_eq!(written, fs::read_to_string(&path).expect("kept before"));
}
