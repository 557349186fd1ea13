namespace HotWeave.Control.Protocol;

/// <summary>
/// Agent to tool: what was asked for, in the runtime's own words. The runtime writes them and the tool reads what it knows of them, so that a fact can be added without the agent.
/// </summary>
/// <param name="Json">An object of JSON, with the members that <c>docs/cli.md</c> gives for the command.</param>
internal sealed record ControlReport(string Json) : ControlMessage;
