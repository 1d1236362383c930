"""Write docs/report.schema.json from the dataclasses: python scripts/write_report_schema.py"""

from pathlib import Path

from mingcha.reports import schema

TARGET = Path(__file__).resolve().parent.parent / "docs" / "report.schema.json"

if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(schema.write(), encoding="utf-8")
    print(f"wrote {TARGET.name}")
