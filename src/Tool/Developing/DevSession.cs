using HotWeave.Tool.Diagnostics;

namespace HotWeave.Tool.Developing;

/// <summary>How a session ended.</summary>
/// <param name="Changes">How many changes went live.</param>
/// <param name="Starts">How often programs were started.</param>
internal sealed record DevResult(int Changes, int Starts);

/// <summary>
/// A developer's session: runs programs, and brings each saved change into them. Everything is answered on one thread, one after the other, so that a build, a
/// swap and a restart never meet.
/// </summary>
internal sealed class DevSession(DevRequest request, DevEvents events, DevReport report)
{
    private const string Keys = "r restarts, u takes the last change back, v lists versions, w says why, q ends";

    /// <summary>Runs until it is told to end.</summary>
    /// <exception cref="RefusedException">A project cannot be built or started.</exception>
    public DevResult Run()
    {
        var programs = new List<DevProgram>();
        try
        {
            foreach (var path in request.Projects)
            {
                var program = new DevProgram(ProjectFacts.Read(path, request), request, report, events.Add);
                programs.Add(program);
                program.BuildAndStart();
            }

            var folders = programs.ToDictionary(static p => p, static p => SourceFolders.Find(p.Project));
            using var watch = new SourceWatch(
                [.. folders.Values.SelectMany(static f => f).Distinct()], [.. programs.SelectMany(static p => p.Project.OutputFolders)], events.Add);
            report.Say("watching for changes; " + Keys);
            Answer(programs, folders);
            return new DevResult(programs.Sum(static p => p.Lives), programs.Sum(static p => p.Starts));
        }
        finally
        {
            foreach (var program in programs)
                program.Dispose();
        }
    }

    private void Answer(List<DevProgram> programs, Dictionary<DevProgram, IReadOnlyList<string>> folders)
    {
        while (true)
        {
            switch (events.WaitForNext())
            {
                case DevEvent.Quit or DevEvent.Key { Character: 'q' or 'Q' }:
                    return;
                case DevEvent.Changed change:
                    programs.FindAll(p => SourceFolders.HaveAny(folders[p], change.Paths)).ForEach(p => p.TakeChange(change));
                    break;
                case DevEvent.Ended ended:
                    programs.ForEach(p => p.SayEnded(ended.Run));
                    break;
                case DevEvent.Key key:
                    Answer(programs, char.ToLowerInvariant(key.Character));
                    break;
            }
        }
    }

    private void Answer(List<DevProgram> programs, char key)
    {
        Action<DevProgram>? what = key switch
        {
            'r' => static p => p.Restart(),
            'u' => static p => p.TakeBack(),
            'v' => static p => p.ListVersions(),
            'w' => static p => p.Explain(),
            _ => null,
        };
        if (what is null)
            report.Say(Keys);
        else
            programs.ForEach(what);
    }
}
