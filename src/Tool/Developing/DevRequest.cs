using HotWeave.Control.Protocol;

namespace HotWeave.Tool.Developing;

/// <summary>What a developer asks for: which projects to run, and what to do with their changes.</summary>
internal sealed record DevRequest
{
    /// <summary>Project files, absolute; at least one.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>The configuration to build.</summary>
    public string Configuration { get; init; } = "Release";

    /// <summary>The target framework; null for the only one that a project has.</summary>
    public string? Framework { get; init; }

    /// <summary>The profile of <c>launchSettings.json</c>; null for the first that runs the project.</summary>
    public string? LaunchProfile { get; init; }

    /// <summary>Whether to leave <c>launchSettings.json</c> alone.</summary>
    public bool LeavesLaunchSettings { get; init; }

    /// <summary>What programs get as arguments; empty for those of the launch profile.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Whether a change that cannot go live restarts the program, which is offered otherwise.</summary>
    public bool RestartsByItself { get; init; }

    /// <summary>Who moves when.</summary>
    public required TurnTerms Terms { get; init; }
}
