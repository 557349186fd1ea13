using System.CommandLine;
using HotWeave.Tool.Diagnostics;
using HotWeave.Tool.Output;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Commands;

/// <summary>What all commands share: the format option, and the edge where refusals and defects become output and exit codes.</summary>
internal abstract class CommandBase : Command
{
    protected CommandBase(string name, string description)
        : base(name, description)
    {
        Options.Add(Format);
        SetAction(parse => Execute(parse));
    }

    /// <summary>The form of the output.</summary>
    protected Option<OutputFormat> Format { get; } = new("--format") { Description = "text for people, json for programs." };

    /// <summary>Does what the command line asks.</summary>
    /// <exception cref="RefusedException">It cannot be done; nothing was changed.</exception>
    protected abstract Document Run(ParseResult parse, Presenter presenter);

    /// <summary>Whether info messages are to be shown to a person too.</summary>
    protected virtual bool IsVerbose(ParseResult parse) => false;

    private int Execute(ParseResult parse)
    {
        var output = parse.InvocationConfiguration.Output;
        var error = parse.InvocationConfiguration.Error;
        var isTerminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var presenter = new Presenter(output, error, parse.GetValue(Format), isTerminal) { IsVerbose = IsVerbose(parse) };

        var document = RunToDocument(parse, presenter);
        try
        {
            presenter.Show(document);
            output.Flush();
            return document.ExitCode;
        }
        catch (IOException e)
        {
            TrySay(UseDiagnostics.NotWritten.With(document.Outcome, e.Message), error);
            return document.ExitCode == ExitCode.Done ? ExitCode.NotWritten : document.ExitCode;
        }
        catch (Exception e)
        {
            TrySay(Defect(e), error);
            return ExitCode.Defect;
        }
    }

    private static void TrySay(Diagnostic message, TextWriter error)
    {
        try
        {
            error.WriteLine(message.ToString());
        }
        catch (IOException)
        {
            // The exit code is all that is left to say it with.
        }
    }

    private Document RunToDocument(ParseResult parse, Presenter presenter)
    {
        try
        {
            return Run(parse, presenter);
        }
        catch (RefusedException e) when (e.IsNothingToDo)
        {
            return new NothingToDoDocument
            {
                Command = Name,
                Outcome = "nothing-to-do",
                Diagnostics = [DiagnosticDocument.From(e.Diagnostic)],
            };
        }
        catch (RefusedException e)
        {
            return new RefusedDocument
            {
                Command = Name,
                Outcome = "refused",
                ExitCode = ExitCode.Refused,
                Diagnostics = [DiagnosticDocument.From(e.Diagnostic)],
            };
        }
        catch (Exception e) when (UserProblem.Find(e) is { } problem)
        {
            return new RefusedDocument
            {
                Command = Name,
                Outcome = "refused",
                ExitCode = ExitCode.Refused,
                Diagnostics = [DiagnosticDocument.From(problem)],
            };
        }
        catch (Exception e)
        {
            // The outermost edge: whatever comes here was foreseen nowhere. The stack is what a report needs.
            return new RefusedDocument
            {
                Command = Name,
                Outcome = "defect",
                ExitCode = ExitCode.Defect,
                Diagnostics = [DiagnosticDocument.From(Defect(e))],
            };
        }
    }

    private static Diagnostic Defect(Exception e) => new(
        new DiagnosticDescriptor(WeaverDefectException.Id, DiagnosticKind.Use, DiagnosticSeverity.Error, "{0}"),
        e is WeaverDefectException ? e.ToString() : $"{e} This is a defect of HotWeave; please report it.",
        null,
        null);
}
