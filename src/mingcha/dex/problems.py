"""What a dex file can have wrong with it: the codes of `Program.problems` and their words."""

from __future__ import annotations

from typing import Final

from mingcha.model import Text

# Of whole files.
FILE: Final = {
    "not-a-dex": Text("不是可识别的dex文件，未分析", "not a dex file that can be read; skipped"),
    "unknown-version": Text("dex版本未知，按已知格式读取", "unknown dex version; read as the known ones"),
    "bad-header": Text("dex文件头字段不一致", "header fields do not agree with the file"),
    "bad-checksum": Text("dex校验和不符", "the checksum is wrong"),
    "foreign-endian": Text("dex字节序标记异常，按小端读取", "unusual endian tag; read as little-endian"),
    "cut-table": Text("索引表超出文件，仅读取文件内部分", "a table runs over the end of the file; the part inside was read"),
    "bad-map": Text("映射表超出文件，调用点未读取", "the map list runs over the end of the file; call sites were not read"),
    "table-budget": Text("索引表互相重叠，超出工作量上限，未分析", "overlapping tables exceed the work budget; skipped"),
    "bad-container": Text("dex容器中的后续文件无法识别", "the next dex of the container cannot be read"),
}
# Of items, in the order of the rows of `log` (read.pxd); the detail says how many and where the first ones are.
ITEM: Final = {
    "bad-string": Text("字符串位置无效", "strings that do not lie in the file"),
    "string-budget": Text("字符串读取量超出上限，其余未读取", "the work budget for strings is used up; the rest was not read"),
    "bad-type": Text("类型描述无效", "types without a valid descriptor"),
    "bad-prototype": Text("方法原型无效", "malformed method prototypes"),
    "list-budget": Text("类型列表读取量超出上限", "the work budget for type lists is used up"),
    "bad-field": Text("字段引用无效", "malformed field references"),
    "bad-method": Text("方法引用无效", "malformed method references"),
    "bad-class": Text("类定义无效", "malformed class definitions"),
    "duplicate-class": Text("重复定义的类，以首个为准（与ART一致）", "classes defined again; the first definition counts, as in ART"),
    "bad-class-data": Text("类数据不完整", "class data that runs over the end of the file"),
    "class-data-budget": Text("类数据读取量超出上限，其余未读取", "the work budget for class data is used up; the rest was not read"),
    "bad-definition": Text("方法定义无效", "method definitions that do not belong to their class"),
    "bad-code": Text("代码位置无效", "code items that do not lie in the file"),
    "code-budget": Text("代码读取量超出上限，其余未读取", "the work budget for code is used up; the rest was not read"),
    "bad-instruction": Text("指令不完整，方法余下部分未读取", "cut instructions; the rest of the methods was not read"),
    "unknown-opcode": Text("未知指令，方法余下部分未读取", "unknown opcodes; the rest of the methods was not read"),
    "bad-reference": Text("指令引用的条目无效", "instructions that refer to malformed items"),
    "bad-values": Text("静态字段初值无效", "malformed initial values of static fields"),
    "bad-annotations": Text("注解无效", "malformed annotations"),
    "bad-call-site": Text("动态调用点无效", "malformed call sites"),
    "value-budget": Text("初值与注解读取量超出上限", "the work budget for values and annotations is used up"),
}
CODES: Final = tuple(ITEM)
HARMLESS: Final = frozenset({"unknown-version", "duplicate-class", "bad-checksum", "foreign-endian"})  # nothing was lost


def describe(code: str) -> Text:
    """Return the words for a code of `Program.problems`."""
    return FILE.get(code) or ITEM[code]
