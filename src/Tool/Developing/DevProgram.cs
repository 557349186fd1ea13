using System.Diagnostics;
using HotWeave.Tool.Comparing;
using HotWeave.Tool.Diagnostics;
using HotWeave.Weaver.Diagnostics;

namespace HotWeave.Tool.Developing;

/// <summary>One program of a session: its project, the run that goes on, and the changes that this has taken.</summary>
internal sealed class DevProgram : IDisposable
{
    private readonly ProjectFacts _project;
    private readonly DevRequest _request;
    private readonly DevReport _report;
    private readonly Action<DevEvent> _happened;
    private readonly ProjectBuild _build;
    private readonly RunFolder _folder = new();
    private readonly string? _name;
    private ProgramRun? _run;
    private PatchChain? _chain;
    private LiveChange? _last;

    /// <param name="project">The project.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="report">Where lines go.</param>
    /// <param name="happened">Told when the program ends by itself.</param>
    public DevProgram(ProjectFacts project, DevRequest request, DevReport report, Action<DevEvent> happened)
    {
        _project = project;
        _request = request;
        _report = report;
        _happened = happened;
        _build = new ProjectBuild(project, request);
        _name = request.Projects.Count > 1 ? project.Name : null;
    }

    /// <summary>The project.</summary>
    public ProjectFacts Project => _project;

    /// <summary>How many changes went live.</summary>
    public int Lives { get; private set; }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Builds for the first time, and starts.</summary>
    /// <exception cref="RefusedException">HW7166: it does not build.</exception>
    public void BuildAndStart()
    {
        _report.Say(_name, "building " + Path.GetFileName(_project.Path));
        var build = _build.Run(restores: true);
        if (!build.IsDone)
            throw new RefusedException(DevDiagnostics.NotBuilt.With(_project.Path, string.Join(" ", build.Errors.Take(3))));
        Start();
    }

    /// <summary>Builds what has changed and brings it into the running program.</summary>
    public void TakeChange(DevEvent.Changed change)
    {
        var watch = Stopwatch.StartNew();
        var build = _build.Run(restores: change.Kind == SourceKind.Project);
        if (!build.IsDone)
        {
            _report.Say(_name, $"not built: {build.Errors[0]}" + (build.Errors.Count > 1 ? $" and {build.Errors.Count - 1} more" : ""));
            return;
        }

        if (_run is not { IsAlive: true })
        {
            Start();
            return;
        }

        var content = _folder.CopyContent(_project, FilesBeside.FindContent(_folder.Path, _project.OutputFolder));
        if (content.Count > 0)
            _report.Say(_name, "copied: " + string.Join(", ", content));
        Apply(change, watch, build);
    }

    /// <summary>Builds, ends the program and starts it with the new build.</summary>
    public void Restart()
    {
        var build = _build.Run(restores: true);
        if (!build.IsDone)
        {
            _report.Say(_name, "not built, the program goes on: " + build.Errors[0]);
            return;
        }

        _report.Say(_name, "restarting");
        End();
        Start();
    }

    /// <summary>Takes the last change back; the sources keep it.</summary>
    public void TakeBack() => Answer(chain =>
    {
        var swap = chain.TakeBack();
        _report.Say(_name, $"taken back: version {swap.From} -> {swap.To}; the next change that is saved brings all of the sources again");
    });

    /// <summary>Lists the versions.</summary>
    public void ListVersions() => Answer(chain =>
    {
        var status = chain.ReadStatus();
        _report.Say(_name, $"process {status.ProcessId}");
        _report.List(status.Versions.Where(static v => v.State != "unloaded").Select(static v =>
            $"version {v.Number}  {v.State}  {(v.Number == 0 ? "as it was started" : v.ToLabel)}"));
    });

    /// <summary>Says all that there is to say of the last change.</summary>
    public void Explain()
    {
        if (_last is not { } last || (last.Messages.Count == 0 && last.Warnings.Count == 0))
            _report.Say(_name, "the last change left nothing to say");
        else
            _report.List(last.Messages.Select(static m => m.ToString()).Concat(last.Warnings));
    }

    /// <summary>Says that the program has ended by itself, if that is this run.</summary>
    public void SayEnded(ProgramRun run)
    {
        if (!ReferenceEquals(run, _run))
            return;
        run.FinishOutput();
        _report.Say(_name, $"ended with exit code {run.ExitCode}; the next change that is saved starts it again, r does at once");
    }

    public void Dispose()
    {
        End();
        _folder.Dispose();
    }

    private void Start()
    {
        _folder.Fill(_project);
        _last = null;
        _chain = null;
        var run = _run = ProgramRun.Start(_project, _folder.Path, _request, _report.Forward, r => _happened(new DevEvent.Ended(r)));
        Starts++;
        _report.Say(_name, $"started {_project.Name}, process {run.Id}");
        Warm(run);
    }

    private void Warm(ProgramRun run)
    {
        try
        {
            var chain = new PatchChain(_project, _folder, run.Id, _request.Terms);
            chain.Warm(() => run.IsAlive);
            _chain = chain;
        }
        catch (RefusedException e)
        {
            // One that has ended already says so by its end.
            if (run.IsAlive)
                _report.Say(_name, $"changes need a restart: {e.Diagnostic.Id} {e.Diagnostic.Message}");
        }
    }

    private void Apply(DevEvent.Changed change, Stopwatch watch, BuildResult build) => Answer(chain =>
    {
        var live = _last = chain.ApplyBuild(change.Paths);
        Lives += live.Outcome == ChangeOutcome.Live ? 1 : 0;
        _report.Say(_name, ChangeLine.Write(live, watch.Elapsed, build.Elapsed, _report.Place));
        if (live.Outcome is ChangeOutcome.Restart or ChangeOutcome.Refused && _request.RestartsByItself)
            Restart();
    });

    // What the process refuses is said, and the session goes on.
    private void Answer(Action<PatchChain> ask)
    {
        if (_chain is null)
        {
            _report.Say(_name, "no running program takes changes; r starts it again");
            return;
        }

        try
        {
            ask(_chain);
        }
        catch (RefusedException e)
        {
            _report.Say(_name, $"{e.Diagnostic.Id} {e.Diagnostic.Message}");
        }
    }

    private void End()
    {
        var run = _run;
        _run = null;
        run?.Dispose();
        run?.FinishOutput();
    }
}
