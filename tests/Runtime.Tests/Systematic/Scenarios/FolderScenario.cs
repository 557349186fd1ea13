using HotWeave.Confirming;
using HotWeave.Runtime.Tests.Systematic.Control;
using HotWeave.Trust;

namespace HotWeave.Runtime.Tests.Systematic.Scenarios;

/// <summary>Two processes confirm into one folder while a third starts on it.</summary>
internal sealed class FolderScenario(Scheduler scheduler)
{
    // In memory where there is such a place: it is written to a hundred thousand times.
    private static readonly string s_base = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    internal void Run()
    {
        var folder = Path.Combine(s_base, "hotweave-schedules-" + Guid.NewGuid().ToString("n"));
        try
        {
            Write(folder, 'a');
            scheduler.Run(("confirms b", () => Write(folder, 'b')), ("confirms c", () => Write(folder, 'c')), ("starts", () => Read(folder)));
            Read(folder);
            var left = Directory.GetFiles(folder).Select(Path.GetFileName).Where(static f => f!.EndsWith(".new", StringComparison.Ordinal)).ToList();
            if (left.Count > 0)
                throw new ScheduleException("What was not finished is left: " + string.Join(", ", left));
        }
        catch (ScheduleException e)
        {
            throw new ScheduleException(e.Message.Replace(folder, "FOLDER", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string folder, char patch)
    {
        var id = new string(patch, 64);
        var journal = new PatchJournal([new JournalEntry(id, IsReclaimable: false, IsOfContexts: false)]);
        new PatchFolder(folder).Write(_ => journal with { Sequences = SequenceFloors.None }, _ => [(byte)patch]);
    }

    private static void Read(string folder)
    {
        var confirmed = new PatchFolder(folder).Read(null, default) ?? throw new ScheduleException("What was confirmed is gone.");
        var (entry, bytes) = confirmed.Patches.Single();
        if (entry.PatchId[0] != bytes[0])
            throw new ScheduleException("A patch is not what the journal names.");
    }
}
