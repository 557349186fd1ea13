using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using HotWeave.Benchmarks.Building;

namespace HotWeave.Survey.Mutants;

/// <summary>
/// The JIT compiler as a judge, in a process of its own: a body that is wrong can end it. What it was compiling then is refused, and another process goes on behind.
/// </summary>
internal static class JudgingProcess
{
    /// <summary>The first argument that makes this program be that process.</summary>
    public const string Verb = "--judge";

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    // A wrong body can have the compiler never end. One method takes milliseconds of the processor's time, which the process looks at
    // itself; how long it waits for a processor says nothing on a busy machine.
    private static readonly TimeSpan s_longestWork = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    /// <summary>The tokens of those among some methods that do not compile, and why; those that no instantiation of the judge's reaches are not among <paramref name="judged"/>.</summary>
    public static Dictionary<int, string> Run(string assembly, IEnumerable<int> tokens, out HashSet<int> judged)
    {
        File.WriteAllLines(TokenFile(assembly), tokens.Select(static t => t.ToString(CultureInfo.InvariantCulture)));
        var refused = new Dictionary<int, string>();
        judged = [];
        for (var start = 0; start >= 0;)
            start = RunFrom(assembly, start, refused, judged);
        return refused;
    }

    /// <summary>Does the work of that process, from the n-th method on.</summary>
    public static void Work(string assembly, int start)
    {
        var loaded = new Variant("mutant", Path.GetDirectoryName(assembly)!).Load(Path.GetFileName(assembly));
        var asked = File.ReadLines(TokenFile(assembly)).Select(static t => int.Parse(t, CultureInfo.InvariantCulture)).ToHashSet();
        var methods = Methods(loaded).Where(m => asked.Contains(m.MetadataToken)).ToList();
        var at = start;
        using var watch = WatchProgress(() => Volatile.Read(ref at));
        for (var i = start; i < methods.Count; i++)
        {
            Volatile.Write(ref at, i);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i} {methods[i].MetadataToken}"));
            Console.Out.Flush();
            if (Compile(methods[i]) is { } answer)
                Console.WriteLine(answer);
        }

        Console.WriteLine("done");
    }

    private static Timer WatchProgress(Func<int> readIndex)
    {
        var (seen, spent) = (-1, TimeSpan.Zero);
        return new Timer(_ => Look(), null, s_look, s_look);

        void Look()
        {
            var (index, now) = (readIndex(), Environment.CpuUsage.TotalTime);
            if (index != seen)
                (seen, spent) = (index, now);
            else if (now - spent > s_longestWork)
                Process.GetCurrentProcess().Kill();
        }
    }

    private static string TokenFile(string assembly) => assembly + ".tokens";

    private static int RunFrom(string assembly, int start, Dictionary<int, string> refused, HashSet<int> judged)
    {
        string[] arguments = [typeof(JudgingProcess).Assembly.Location, Verb, assembly, start.ToString(CultureInfo.InvariantCulture)];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var watch = new Timer(_ => process.Kill(), null, s_longestWait, Timeout.InfiniteTimeSpan);
        int index = start - 1, token = 0;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            watch.Change(s_longestWait, Timeout.InfiniteTimeSpan);
            if (line == "done")
            {
                process.WaitForExit();
                return -1;
            }

            var words = line.Split(' ', 2);
            if (words[0] == "ok")
                judged.Add(token);
            else if (words[0] == "refused")
                Refuse(words[1]);
            else if (words.Length == 2 && int.TryParse(words[0], CultureInfo.InvariantCulture, out var next))
                (index, token) = (next, int.Parse(words[1], CultureInfo.InvariantCulture));
        }

        process.WaitForExit();
        if (index < start)
            throw new InvalidOperationException($"The judge ended with {process.ExitCode}: {errors.Result}");
        Refuse($"the process ended with {process.ExitCode}");
        return index + 1;

        void Refuse(string why)
        {
            judged.Add(token);
            refused[token] = why;
        }
    }

    private static List<MethodBase> Methods(Assembly assembly) =>
    [
        .. assembly.GetTypes().SelectMany(static t => t.GetMethods(Declared).Cast<MethodBase>().Concat(t.GetConstructors(Declared)))
            .Where(static m => !m.IsAbstract && (m.MethodImplementationFlags & (MethodImplAttributes.InternalCall | MethodImplAttributes.Runtime)) == 0 && (m.Attributes & MethodAttributes.PinvokeImpl) == 0)
            .OrderBy(static m => m.MetadataToken),
    ];

    // Generic methods are judged over a reference and over a value.
    private static string? Compile(MethodBase method)
    {
        string? answer = null;
        foreach (var argument in method.DeclaringType!.ContainsGenericParameters || method.ContainsGenericParameters ? [typeof(object), typeof(int)] : new[] { typeof(object) })
        {
            var one = Compile(method, argument);
            if (one is not null && one != "ok")
                return one;
            answer ??= one;
        }

        return answer;
    }

    private static string? Compile(MethodBase method, Type argument)
    {
        RuntimeTypeHandle[] arguments;
        try
        {
            var ofType = Array.ConvertAll(method.DeclaringType!.GetGenericArguments(), _ => argument);
            var ofMethod = method.IsGenericMethodDefinition ? Array.ConvertAll(method.GetGenericArguments(), _ => argument) : [];
            if (ofType.Length > 0)
                _ = method.DeclaringType.MakeGenericType(ofType);
            if (ofMethod.Length > 0)
                _ = ((MethodInfo)method).MakeGenericMethod(ofMethod);
            arguments = [.. ofType.Concat(ofMethod).Select(static a => a.TypeHandle)];
        }
        catch (Exception e) when (e is ArgumentException or TypeLoadException or System.Security.VerificationException)
        {
            return null; // the constraints want another argument
        }

        try
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle, arguments);
            return "ok";
        }
        catch (Exception e)
        {
            return $"refused {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
