using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Examining;

/// <summary>What was found of one matter.</summary>
/// <param name="Matter">What was looked at.</param>
/// <param name="Text">How it is, where nothing is wrong.</param>
/// <param name="Problem">What is wrong, with its remedy; null where nothing is.</param>
internal sealed record Finding(string Matter, string Text, Diagnostic? Problem = null);
