using System.Text;

namespace HotWeave.Tool.Tests.Harness;

/// <summary>Output that a test can wait for while a command still runs.</summary>
internal sealed class WatchedWriter : StringWriter
{
    private readonly object _lock = new();

    /// <summary>Waits until the text was written.</summary>
    public void WaitFor(string text)
    {
        lock (_lock)
        {
            while (!GetStringBuilder().ToString().Contains(text, StringComparison.Ordinal))
                Assert.True(Monitor.Wait(_lock, TimeSpan.FromSeconds(30)), $"'{text}' does not come; there is: {GetStringBuilder()}");
        }
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_lock)
        {
            base.Write(value);
            Monitor.PulseAll(_lock);
        }
    }

    public override void Write(string? value)
    {
        lock (_lock)
        {
            base.Write(value);
            Monitor.PulseAll(_lock);
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void WriteLine(string? value) => Write(value + NewLine);
}
