using System.CommandLine;
using HotWeave.Control.Protocol;

namespace HotWeave.Tool.Commands;

/// <summary>The options that say who moves when.</summary>
internal sealed class TurnOptions
{
    private readonly Option<string?> _mode = new("--mode")
    {
        Description = "Who moves when: immediate, unit-of-work or quiescent. Without it the process decides.",
    };

    private readonly Option<double?> _timeout = SecondsOption.Create(
        "--timeout", "For quiescent: how many seconds running units of work may take to end; without it the process's setting, else 2.");

    private readonly Option<bool> _cancelUnits = new("--cancel-units")
    {
        Description = "For quiescent: signal the tokens of units that take longer, and wait as long again.",
    };

    private readonly Option<bool> _sharedState = new("--shared-state")
    {
        Description = "Let both versions use the same objects, in any mode, though the swap changes what their state means.",
    };

    private readonly Option<bool> _acceptState = new("--accept-state")
    {
        Description = "Go back although nothing turns the state back: older code finds the objects as they are.",
    };

    private readonly Option<bool> _acceptOutsideCalls = new("--accept-outside-calls")
    {
        Description = "Take calls from outside units of work during code change for a warning; without it they undo the swap.",
    };

    private readonly Option<bool> _acceptOlder = new("--accept-older")
    {
        Description = "Take a signed patch that is older than what was confirmed, or go back to one; only where the process is set to accept that.",
    };

    private readonly Option<bool> _ifNoneAlive = new("--if-none-alive")
    {
        Description = "For a patch that says so (HW3366): look at the process's heap, for which it stands still, and go on only if no object of some types is alive.",
    };

    private readonly Option<bool> _acceptInlined = new("--accept-inlined")
    {
        Description = "For a process that was woven in memory: apply although threads run code from before that has, or may have, woven methods inlined.",
    };

    public TurnOptions() => _mode.AcceptOnlyFromAmong("immediate", "unit-of-work", "quiescent");

    /// <summary>Adds those that an operator can decide for processes that he does not see.</summary>
    public void AddModeTo(Command command)
    {
        command.Options.Add(_mode);
        command.Options.Add(_timeout);
    }

    public void AddTo(Command command)
    {
        AddModeTo(command);
        command.Options.Add(_cancelUnits);
        command.Options.Add(_sharedState);
        command.Options.Add(_acceptState);
        command.Options.Add(_acceptOutsideCalls);
        command.Options.Add(_acceptOlder);
        command.Options.Add(_ifNoneAlive);
        command.Options.Add(_acceptInlined);
    }

    public TurnTerms Read(ParseResult parse)
    {
        var mode = parse.GetValue(_mode) switch
        {
            "immediate" => "Immediate",
            "unit-of-work" => "UnitOfWork",
            "quiescent" => "Quiescent",
            _ => "",
        };
        return new TurnTerms(mode, SecondsOption.Milliseconds(parse.GetValue(_timeout)), parse.GetValue(_cancelUnits))
        {
            SharedState = parse.GetValue(_sharedState),
            AcceptState = parse.GetValue(_acceptState),
            AcceptOutsideCalls = parse.GetValue(_acceptOutsideCalls),
            AcceptOlder = parse.GetValue(_acceptOlder),
            IfNoneAlive = parse.GetValue(_ifNoneAlive),
            AcceptInlined = parse.GetValue(_acceptInlined),
        };
    }
}
