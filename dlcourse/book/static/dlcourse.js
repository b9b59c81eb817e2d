// Small comforts; every page reads well without them.
document.addEventListener("DOMContentLoaded", () => {
  for (const quiz of document.querySelectorAll(".dl-quiz")) {
    const status = quiz.querySelector(".dl-quiz-status");
    quiz.addEventListener("change", (event) => {
      const feedback = document.getElementById(event.target.id + "-feedback");
      // The feedback itself is shown by CSS. Screen readers announce what is put into the status.
      // Mathematics is on the page twice, for eyes and for ears; only one of them is to be said.
      if (!feedback) return;
      const spoken = feedback.cloneNode(true);
      for (const extra of spoken.querySelectorAll(".dl-mark, mjx-math, script")) extra.remove();
      status.textContent = spoken.textContent.trim();
    });
  }
  for (const scrolling of document.querySelectorAll(".cell_output, div.math, .pst-scrollable-table-container")) {
    if (scrolling.scrollWidth > scrolling.clientWidth) scrolling.tabIndex = 0;
  }
});
