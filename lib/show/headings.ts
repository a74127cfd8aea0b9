// The words of tables' headings: rows carry the names of their figures, which are worded here and nowhere else.

/**
 * The heading of a column: the words for a known figure, else the key itself, with the humps of a name like
 * `classNames` as words of their own.
 */
export function headingOf(key: string): string {
  return known[key] ??
    (/^[a-z]+(?:[A-Z][a-z0-9]*)+$/.test(key) ? key.replace(/[A-Z]/g, (hump) => ` ${hump.toLowerCase()}`) : key);
}

const known: Readonly<Record<string, string>> = {
  // intervals and tests
  low: "95 % from",
  high: "to",
  interval: "95 %",
  standardError: "standard error",
  pMcNemar: "p (McNemar)",
  onlyFirst: "only the first",
  onlySecond: "only the second",
  // scores of explanations
  auprc: "AUPRC (average precision)",
  auroc: "ROC AUC",
  rocAuc: "ROC AUC",
  simulationInterval: "simulation, 95 %",
  detectionInterval: "detection, 95 %",
  simulationFloor: "simulation by class means",
  detectionFloor: "detection by class means",
  explainedVariance: "explained variance",
  balancedAccuracy: "balanced accuracy",
  claimAndAccuracy: "claim and accuracy lost",
  claimAndLogit: "claim and logit lost",
  // neurons and replies
  std: "standard deviation",
  completionTokens: "reply tokens",
};
