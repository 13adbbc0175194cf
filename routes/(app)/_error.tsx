import { HttpError } from "fresh";
import { ProblemPage } from "../../components/ProblemPage.tsx";
import { wordsOf } from "../../words/mod.ts";
import { define } from "../../state.ts";

export default define.page(({ error, state }) => {
  const t = wordsOf(state.language);
  const status = error instanceof HttpError ? error.status : 500;
  if (status === 404) {
    return (
      <ProblemPage
        status={404}
        title={t.problemPage.nothingHere}
        detail={t.problemPage.nothingHereDetail}
        t={t}
      />
    );
  }
  if (status === 503) {
    return (
      <ProblemPage
        status={503}
        title={t.problemPage.oneMoment}
        detail={t.problemPage.oneMomentDetail}
        t={t}
      />
    );
  }
  return (
    <ProblemPage
      status={500}
      title={t.problemPage.ourFault}
      detail={t.problemPage.ourFaultDetail}
      t={t}
    />
  );
});
