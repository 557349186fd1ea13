using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using HotWeave.Fuzz.Inputs;
using HotWeave.Fuzz.Seeds;

namespace HotWeave.Fuzz.Running;

/// <summary>
/// Runs one command after the other in this process, each on an input of its own. It says what it begins and how that ended, so that who reads along knows what it was at when
/// it ended itself.
/// </summary>
internal sealed partial class InputWorker
{
    private readonly SeedFolder _seeds;
    private readonly string _scratch;
    private volatile bool _isOutOfMemory;
    private TimeSpan _begun;
    private volatile InputCase? _running;
    private int _number;

    public InputWorker(SeedFolder seeds, string scratch)
    {
        _seeds = seeds;
        _scratch = scratch;
        AppDomain.CurrentDomain.FirstChanceException += NoticeMemory;
        new Thread(Watch) { IsBackground = true }.Start();
    }

    /// <summary>The bytes of an input.</summary>
    public static (InputCase Case, byte[] Bytes) MakeInput(SeedFolder seeds, IReadOnlyList<InputCase> cases, int number)
    {
        var input = cases[number % cases.Count];
        return (input, input.Damage(File.ReadAllBytes(seeds.File(input.Damaged)), new Random(number)));
    }

    /// <summary>Runs some inputs.</summary>
    public void Run(IReadOnlyList<InputCase> cases, int first, int end)
    {
        for (var number = first; number < end; number++)
        {
            var (input, bytes) = MakeInput(_seeds, cases, number);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"begin {number}"));
            Console.WriteLine(RunOne(input, number, bytes).ToLine());
        }

        Console.WriteLine("done");
    }

    private Outcome RunOne(InputCase input, int number, byte[] bytes)
    {
        using var folder = new WorkingFolder(_scratch, _seeds, input);
        folder.Put(input.Damaged, bytes);
        Environment.CurrentDirectory = folder.Path;
        var output = new StringWriter();
        _isOutOfMemory = false;
        (_begun, _number) = (Environment.CpuUsage.TotalTime, number);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        _running = input;
        string result, detail;
        try
        {
            result = Tool.Program.Run(input.Arguments, output, output).ToString(CultureInfo.InvariantCulture);
            detail = result is "0" or "1" or "2" ? string.Join(' ', Code().Matches(output.ToString()).Select(static m => m.Value).Distinct().Order()) : output.ToString();
        }
        catch (Exception e)
        {
            // What leaves the command line is what this program looks for.
            (result, detail) = (Outcome.Died, e.ToString());
        }

        _running = null;
        var took = (int)(Environment.CpuUsage.TotalTime - _begun).TotalMilliseconds;
        var megabytes = (int)((GC.GetAllocatedBytesForCurrentThread() - allocated) >> 20);
        Environment.CurrentDirectory = "/";
        if (_isOutOfMemory)
            (result, detail) = (Outcome.Big, output.ToString());
        else if (folder.IsLeft)
            (result, detail) = (Outcome.Outside, output.ToString());
        return new Outcome(input.Name, number, result, took, megabytes, detail);
    }

    private void NoticeMemory(object? sender, FirstChanceExceptionEventArgs e)
    {
        if (e.Exception is OutOfMemoryException)
            _isOutOfMemory = true;
    }

    private void Watch()
    {
        while (true)
        {
            Thread.Sleep(500);
            var spent = Environment.CpuUsage.TotalTime - _begun;
            if (_running is not { } input || spent < Limits.LongestRun)
                continue;
            Console.WriteLine(new Outcome(input.Name, _number, Outcome.Slow, (int)spent.TotalMilliseconds, 0, "").ToLine());
            // At once: a command that comes to its end after all must not be followed by the next.
            Console.Out.Flush();
            Process.GetCurrentProcess().Kill();
        }
    }

    [GeneratedRegex("HW[0-9]{4}")]
    private static partial Regex Code();
}
