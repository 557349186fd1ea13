using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Patches of what the Visual Basic and F# compilers make, whose closures and names differ from those of C#.</summary>
[Collection("swaps")]
public class SwapLanguageTests
{
    private const string VisualBasicSource = """
        Imports System
        Imports System.Collections.Generic
        Imports System.IO
        Imports System.Linq
        Imports System.Threading.Tasks

        Public Class Counter
            Private ReadOnly handlers As New List(Of Func(Of Integer, String))
            Public Property Total As Integer

            Public Sub Register(captured As String)
                handlers.Add(Function(n) captured & n.ToString() & "VERSION")
                handlers.Add(Function(n) (n * FACTOR).ToString())
            End Sub

            Public Function Run(n As Integer) As String
                Total += n
                Return String.Join(",", handlers.Select(Function(h) h(n))) & ":" & Total.ToString() & Describe(n)
            End Function

            Private Function Describe(n As Integer) As String
                Select Case n
                    Case 1
                        Return "one VERSION"
                    Case Else
                        Return "other VERSION"
                End Select
            End Function

            Public Async Function LaterAsync(n As Integer) As Task(Of String)
                Await Task.Yield()
                Return "later VERSION " & (n + FACTOR).ToString()
            End Function

            Public Iterator Function Numbers() As IEnumerable(Of Integer)
                Yield FACTOR
                Yield FACTOR + 1
            End Function
        End Class

        Public Module VisualBasicSwap
            Private ReadOnly counter As New Counter()

            Public Sub Prepare()
                counter.Register("c")
            End Sub

            Public Sub Run(output As TextWriter)
                counter.Total = 0
                output.Write(counter.Run(1) & counter.Run(2))
                output.Write(counter.LaterAsync(3).Result)
                output.Write(String.Join(";", counter.Numbers()))
            End Sub
        End Module
        """;

    private const string FSharpSource = """
        module FSharpSwap
        open System
        open System.IO
        open System.Collections.Generic

        type Shape =
            | Circle of float
            | Square of float

        type Worker(name: string) =
            let items = List<int -> string>()
            member _.Register(captured: string) =
                items.Add(fun n -> captured + string (n * FACTOR) + name)
                items.Add(fun n -> let rec loop i acc = if i = 0 then acc else loop (i - 1) (acc + i * FACTOR) in string (loop n 0))
            member _.Run(n: int) =
                String.Join(",", items |> Seq.map (fun f -> f n)) + "VERSION"
            member _.Area(shape: Shape) =
                match shape with
                | Circle r -> r * float FACTOR
                | Square s -> s * s * float FACTOR
            member _.Later(n: int) = task {
                do! System.Threading.Tasks.Task.Yield()
                return "later VERSION " + string (n + FACTOR) }

        // MOVED
        let worker = Worker("w")

        let Prepare () = worker.Register("c")

        let Run (output: TextWriter) =
            output.Write(worker.Run(3))
            output.Write(worker.Area(Circle 2.0) + worker.Area(Square 3.0))
            output.Write(worker.Later(1).Result)
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Visual_Basic_goes_live_and_back(Configuration configuration)
    {
        using var swap = new SwapCase("VisualBasicSwap", (directory, version) =>
            Compiler.VisualBasic(directory, "VisualBasicSwap", Version(VisualBasicSource, version), configuration));
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Plain2).Bytes);
        Assert.Equal(PatchOutcome.NoChanges, PatchMaker.Make(new PatchRequest { BaselinePath = swap.Woven1, NewPath = swap.Plain1 }).Outcome);
    }

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task FSharp_goes_live_and_back(Configuration configuration)
    {
        using var swap = new SwapCase("FSharpSwap", (directory, version) =>
            SdkCompiler.FSharp(directory, "FSharpSwap", Version(FSharpSource, version), configuration));
        await swap.GoesLiveAndBack(swap.MakePatch(swap.Plain2).Bytes);
        Assert.Equal(PatchOutcome.NoChanges, PatchMaker.Make(new PatchRequest { BaselinePath = swap.Woven1, NewPath = swap.Plain1 }).Outcome);
    }

    private static string Version(string source, int version) =>
        source.Replace("VERSION", "v" + version, StringComparison.Ordinal).Replace("FACTOR", version == 1 ? "10" : "20", StringComparison.Ordinal)
            .Replace("MOVED", version == 1 ? "" : "F# names values after their lines,\n// and these have moved.", StringComparison.Ordinal);
}
