using System;
using System.IO;
using System.Threading;

public static class Exceptions
{
    public static void Run(TextWriter output)
    {
        var runner = new Runner(output);
        output.WriteLine(runner.Filtered(1) + runner.Filtered(2));
        output.WriteLine(runner.Nested());
        runner.Finally(true);
        runner.Finally(false);
        output.WriteLine(runner.StartsWithTry("5") + runner.StartsWithTry("x"));
        output.WriteLine(runner.LoopsFromStart(3));
        using (new Scope(output))
            output.WriteLine("inside");
        output.WriteLine(runner.Locked());
        output.WriteLine(runner.Retry(3));
        output.WriteLine(runner.Goto(2));
        try
        {
            runner.Rethrow();
        }
        catch (ApplicationException e)
        {
            output.WriteLine(e.ToString());
        }

        try
        {
            runner.Checked(int.MaxValue);
        }
        catch (OverflowException e)
        {
            output.WriteLine(e.StackTrace);
        }

        try
        {
            Runner nobody = null!;
            nobody.Direct();
        }
        catch (NullReferenceException e)
        {
            output.WriteLine(e.StackTrace);
        }

        try
        {
            runner.CallsOnNull(null!);
        }
        catch (NullReferenceException e)
        {
            output.WriteLine(e.StackTrace);
        }

        try
        {
            runner.Stack(4);
        }
        catch (InvalidOperationException e)
        {
            output.WriteLine(e.ToString());
        }
    }
}

public class Runner(TextWriter output)
{
    private readonly Lock _lock = new();
    private int _state = 1;

    public string Filtered(int n)
    {
        try
        {
            throw new ArgumentException(n.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        catch (ArgumentException e) when (Matches(e, "1"))
        {
            return "first";
        }
        catch (ArgumentException e) when (e.Message == "2" && Matches(e, "2"))
        {
            return "second";
        }
    }

    public bool Matches(Exception e, string text)
    {
        output.WriteLine("filter " + text);
        return e.Message == text;
    }

    public string Nested()
    {
        try
        {
            try
            {
                throw new FormatException("inner");
            }
            finally
            {
                output.WriteLine("inner finally");
            }
        }
        catch (FormatException)
        {
            try
            {
                return "caught";
            }
            finally
            {
                output.WriteLine("outer finally");
            }
        }
    }

    public void Finally(bool early)
    {
        try
        {
            if (early)
                return;
            output.WriteLine("late");
        }
        finally
        {
            output.WriteLine("finally");
        }
    }

    public int StartsWithTry(string text)
    {
        try
        {
            return int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            return -1;
        }
    }

    public int LoopsFromStart(int n)
    {
    again:
        if (n > 0)
        {
            n--;
            _state++;
            goto again;
        }

        return _state;
    }

    public int Locked()
    {
        lock (_lock)
        {
            lock (this)
            {
                return ++_state;
            }
        }
    }

    public int Retry(int times)
    {
        while (true)
        {
            try
            {
                if (times-- > 0)
                    throw new TimeoutException();
                return _state;
            }
            catch (TimeoutException) when (times >= 0)
            {
                _state += 10;
            }
        }
    }

    public string Goto(int n)
    {
        switch (n)
        {
            case 1:
                return "one";
            case 2:
                goto case 1;
            case 3:
            case 4:
                return "many";
            default:
                return "none";
        }
    }

    public void Rethrow()
    {
        try
        {
            Inner();
        }
        catch (InvalidOperationException e)
        {
            throw new ApplicationException("outer", e);
        }
    }

    public void Inner()
    {
        try
        {
            throw new InvalidOperationException("first");
        }
        catch
        {
            output.WriteLine("passing");
            throw;
        }
    }

    public int Checked(int n)
    {
        return checked(n + _state);
    }

    public void Direct()
    {
        output.WriteLine("never");
    }

    public void CallsOnNull(Runner other)
    {
        other.Direct();
        other.CallsOnNull(this);
    }

    public void Stack(int depth)
    {
        if (depth == 0)
            throw new InvalidOperationException("deep");
        Stack(depth - 1);
    }
}

public sealed class Scope : IDisposable
{
    private readonly TextWriter _output;

    public Scope(TextWriter output)
    {
        _output = output;
        _output.WriteLine("enter");
    }

    public void Dispose() => _output.WriteLine("leave");
}
