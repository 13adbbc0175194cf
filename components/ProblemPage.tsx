import type { AllWords } from "../words/mod.ts";
import { Icon } from "./Icon.tsx";
import { Mark } from "./Mark.tsx";

export interface ProblemPageProps {
  status: number;
  title: string;
  detail: string | null;
  t: AllWords;
}

/** What went wrong, in plain words, and the one way on. */
export function ProblemPage({ status, title, detail, t }: ProblemPageProps) {
  return (
    <main class="mx-auto flex min-h-dvh w-full max-w-md flex-col px-4 pb-8">
      <p class="flex min-h-20 items-center gap-2.5 text-lg font-semibold tracking-tight">
        <Mark class="size-9" />Aisle
      </p>
      <div class="flex flex-1 flex-col justify-center gap-4 pb-24">
        <p class="label-small">{t.problemPage.problem(status)}</p>
        <h1 class="text-3xl text-pretty">{title}</h1>
        {detail && <p class="ink-quiet text-lg text-pretty">{detail}</p>}
        <div class="mt-4">
          <WayOn status={status} t={t} />
        </div>
      </div>
    </main>
  );
}

function WayOn({ status, t }: { status: number; t: AllWords }) {
  if (status === 401) return <a class="btn btn-primary act" href="/sign-in">{t.problemPage.signIn}</a>;
  if (status === 429 || status >= 500) {
    return (
      // An empty address is the page one is on.
      <a class="btn btn-primary act" href="">
        <Icon name="refresh-cw" />
        {t.problemPage.tryAgain}
      </a>
    );
  }
  return <a class="btn btn-primary act" href="/">{t.problemPage.toStart}</a>;
}
