using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Runtime.Loader;
using System.Text;
using HotWeave.Loading;
using HotWeave.Preparing;

namespace HotWeave.Runtime.Tests.Mutations;

/// <summary>
/// What the child process does: damages every body of a library once, checks it as a patch's is checked, and compiles what passes. What it is at stands in a file that outlives it.
/// </summary>
internal sealed class BodyRun
{
    internal const string Command = "compile-bodies";

    private const int LongestNote = 512;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);
    private const long MostMemory = 3L << 30;

    private readonly MemoryMappedViewAccessor _note;
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private TimeSpan _begun;

    private BodyRun(string note)
    {
        _note = MemoryMappedFile.CreateFromFile(note, FileMode.Create, null, LongestNote).CreateViewAccessor();
        new Thread(Watch) { IsBackground = true }.Start();
    }

    /// <summary>Damages each body of a library, so many times.</summary>
    /// <param name="library">The file.</param>
    /// <param name="note">Where the child writes what it is at.</param>
    /// <param name="first">The first number; each makes the same damage every time.</param>
    /// <param name="count">How many.</param>
    /// <param name="only">The row of the only method that is damaged, or 0.</param>
    /// <param name="skipped">Damages that are left out, as number:row.</param>
    internal static int Run(string library, string note, int first, int count, int only, IReadOnlySet<string> skipped)
    {
        var run = new BodyRun(note);
        var original = OpenedLibrary.Read(library);
        for (var number = first; number < first + count; number++)
            run.RunOne(original, number, only, skipped);
        foreach (var (outcome, n) in run._outcomes)
            Console.WriteLine($"{outcome}: {n}");
        return 0;
    }

    private void RunOne(byte[] original, int number, int only, IReadOnlySet<string> skipped)
    {
        var bytes = original.ToArray();
        var changes = Damage(original, bytes, number, row => (only == 0 || row == only) && !skipped.Contains($"{number}:{row}"));
        // What is refused must not be compiled as a part of what calls it.
        Restore(original, bytes, CheckEach(bytes, number, changes.Keys));
        // Only code that stays is compiled in tiers.
        var context = new AssemblyLoadContext(null, isCollectible: number % 2 == 0);
        var assembly = context.LoadFromStream(new MemoryStream(bytes));
        foreach (var (handle, change) in changes)
        {
            var method = assembly.ManifestModule.ResolveMethod(MetadataTokens.GetToken(handle))!;
            Note($"{number}:{MetadataTokens.GetRowNumber(handle)} {method.Name} {change}");
            Count(() => MethodCheck.Compile(method), "prepared");
        }

        if (context.IsCollectible)
            context.Unload();
    }

    private static Dictionary<MethodDefinitionHandle, string> Damage(byte[] original, byte[] bytes, int number, Func<int, bool> isWanted)
    {
        var changes = new Dictionary<MethodDefinitionHandle, string>();
        using var image = PatchImage.Open(original);
        var changed = new HashSet<int>();
        foreach (var handle in image.Metadata.MethodDefinitions)
        {
            var (address, row) = (image.Metadata.GetMethodDefinition(handle).RelativeVirtualAddress, MetadataTokens.GetRowNumber(handle));
            // Some share one.
            if (address != 0 && changed.Add(address) && isWanted(row))
                changes[handle] = new BodyMutation(image, bytes, new Random((number * 100_003) + row)).Change(BodyPlace.Find(image, bytes, address));
        }

        return changes;
    }

    private List<MethodDefinitionHandle> CheckEach(byte[] bytes, int number, IEnumerable<MethodDefinitionHandle> methods)
    {
        var context = new AssemblyLoadContext(null, isCollectible: true);
        var assembly = context.LoadFromStream(new MemoryStream(bytes));
        using var image = PatchImage.Open(bytes);
        var bodies = new BodyCheck(image, assembly);
        var refused = new List<MethodDefinitionHandle>();
        foreach (var method in methods)
        {
            Note($"{number}:{MetadataTokens.GetRowNumber(method)} is checked");
            if (!Count(() => bodies.Check(method), null))
                refused.Add(method);
        }

        context.Unload();
        return refused;
    }

    private static void Restore(byte[] original, byte[] bytes, List<MethodDefinitionHandle> methods)
    {
        using var image = PatchImage.Open(original);
        foreach (var address in methods.Select(m => image.Metadata.GetMethodDefinition(m).RelativeVirtualAddress))
        {
            var body = BodyPlace.Find(image, original, address);
            var length = image.Body(address).Size;
            original.AsSpan(body.Header, length).CopyTo(bytes.AsSpan(body.Header));
        }
    }

    private bool Count(Action run, string? done)
    {
        var outcome = done;
        try
        {
            run();
        }
        catch (SwapException e)
        {
            outcome = e.Code;
        }

        if (outcome is not null)
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        return outcome == done;
    }

    private void Note(string text)
    {
        _begun = Environment.CpuUsage.TotalTime;
        var bytes = new byte[LongestNote];
        Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, 150)), bytes);
        _note.WriteArray(0, bytes, 0, bytes.Length);
    }

    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(200);
            using var self = Process.GetCurrentProcess();
            if (Environment.CpuUsage.TotalTime - _begun < s_longest && self.WorkingSet64 < MostMemory)
                continue;
            Console.WriteLine("== slow or big");
            Console.Out.Flush();
            self.Kill();
        }
    }
}
