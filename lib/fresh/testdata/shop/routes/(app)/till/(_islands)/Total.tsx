import { useSignal } from "@preact/signals";
import { Head } from "fresh/runtime";

export default function TillTotal({ opened, lines }: { opened: Date; lines: Map<string, bigint> }) {
  const scans = useSignal(0);
  return (
    <button type="button" onClick={() => scans.value++}>
      <Head>
        <title>{`Till ${scans.value}`}</title>
        <meta name="scans" content={String(scans.value)} />
      </Head>
      {opened.toISOString()} {String(lines.get("mug"))} {scans}
    </button>
  );
}
