"""Names as they are met in the registry: a few words in very many names, and many in few."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

# Code, name, and how many of the country's operators are there.
PLACES = tuple(
    (code, name, weight)
    for code, name, weight in (
        ("110000", "北京市", 22),
        ("120000", "天津市", 2),
        ("130000", "河北省", 2),
        ("140000", "山西省", 1),
        ("150000", "内蒙古自治区", 1),
        ("210000", "辽宁省", 2),
        ("220000", "吉林省", 1),
        ("230000", "黑龙江省", 1),
        ("310000", "上海市", 13),
        ("320000", "江苏省", 7),
        ("330000", "浙江省", 9),
        ("340000", "安徽省", 3),
        ("350000", "福建省", 4),
        ("360000", "江西省", 1),
        ("370000", "山东省", 4),
        ("410000", "河南省", 3),
        ("420000", "湖北省", 3),
        ("430000", "湖南省", 3),
        ("440000", "广东省", 20),
        ("450000", "广西壮族自治区", 1),
        ("460000", "海南省", 2),
        ("500000", "重庆市", 3),
        ("510000", "四川省", 5),
        ("520000", "贵州省", 1),
        ("530000", "云南省", 1),
        ("540000", "西藏自治区", 1),
        ("610000", "陕西省", 2),
        ("620000", "甘肃省", 1),
        ("630000", "青海省", 1),
        ("640000", "宁夏回族自治区", 1),
        ("650000", "新疆维吾尔自治区", 1),
    )
)
_FRONT = (
    "向日 牵牛 云上 星河 小鱼 大象 麦田 青木 海豚 蓝鲸 橙子 柚子 蜜蜂 松鼠 飞鸟 极光 晨曦 微光 北斗 南山 西湖 东方 长城 泰山 黄河 "
    "珠江 天府 锦绣 吉祥 如意 快乐 开心 优学 智慧 天天 每日 全民 超级 万能 极速 随手 掌上 口袋 指尖 一键 轻松 安心 暖心 同城 附近 "
    "甜橙 豆芽 土豆 番茄 南瓜 苹果 香蕉 葡萄 草莓 樱桃 梧桐 银杏 白杨 红枫 青竹 墨竹 兰亭 荷塘 月色 春风 夏雨 秋叶 冬雪 朝阳 晚霞 "
    "彩虹 流星 银河 火箭 飞船 星球 宇宙 时光 岁月 年轮 记忆 故事 童话 寓言 传奇 英雄 骑士 侠客 剑客 书生 先生 老师 同学 班长 校园"
).split()
_BACK = (
    "天气 日历 记账 相机 美图 视频 音乐 阅读 小说 漫画 新闻 资讯 地图 导航 打车 出行 外卖 买菜 团购 商城 二手 租房 招聘 求职 学习 英语 "
    "单词 作业 题库 考试 驾考 健身 跑步 瑜伽 饮食 菜谱 母婴 育儿 医生 问诊 挂号 药房 银行 钱包 理财 股票 基金 保险 贷款 社交 聊天 交友 "
    "直播 短视频 电台 听书 游戏 棋牌 斗地主 麻将 消消乐 输入法 浏览器 清理 大师 文件 办公 文档 扫描 翻译 壁纸 铃声 主题 锁屏 闹钟 计算器"
).split()
_END = ("", "", "", "", "助手", "助手", "极速版", "大全", "宝", "通", "管家", "Pro", "HD", "+")
# What a search for a word that hardly any name has looks for.
RARE = "龘鱼"
FREQUENT = "助手"
_LATIN = "sun cloud star river fish wheat forest dolphin whale orange bee bird aurora north south east great happy smart daily super".split()


def app_name(chance: random.Random) -> str:
    """Return a name of an app; one in some fifty thousand has a character that hardly any other has."""
    front, back = chance.choice(_FRONT), _BACK[int(len(_BACK) * chance.random() ** 1.6)]
    middle = chance.choice(_FRONT) if chance.random() < 0.35 else ""
    rare = RARE if chance.random() < 0.00002 else ""
    return f"{rare}{front}{middle}{back}{chance.choice(_END)}"


def package_name(chance: random.Random, key: int) -> str:
    """Return a package name that no other key has."""
    return f"com.{chance.choice(_LATIN)}{chance.choice(_LATIN)}.{chance.choice(_LATIN)}{key}"


def company(chance: random.Random, kind: str, key: int) -> str:
    """Return a name of a company that no other key of the kind has."""
    place = chance.choice(PLACES)[1].removesuffix("市").removesuffix("省").removesuffix("自治区")
    ending = {"lab": "检测中心", "store": "应用商店", "provider": "软件服务有限公司"}.get(kind, "科技有限公司")
    return f"{place}{chance.choice(_FRONT)}{chance.choice(_FRONT)}{key or ''}{ending}"
