import { HttpError } from "fresh";
import { ProblemPage } from "../../components/ProblemPage.tsx";
import { define } from "../../state.ts";

export default define.page(({ error }) => {
  const status = error instanceof HttpError ? error.status : 500;
  if (status === 404) {
    return (
      <ProblemPage status={404} title="There is nothing here" detail="The link may be old or mistyped." />
    );
  }
  if (status === 503) {
    return (
      <ProblemPage
        status={503}
        title="One moment, please"
        detail="Nothing was lost. Try again in a few seconds."
      />
    );
  }
  return (
    <ProblemPage
      status={500}
      title="Something went wrong on our side"
      detail="It was logged. Please try again."
    />
  );
});
