using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>What a patch cannot express because the Visual Basic compiler puts it into constructors.</summary>
public class VisualBasicRefusalTests
{
    [Fact]
    public void A_Visual_Basic_field_whose_handlers_a_constructor_attaches_is_refused()
    {
        const string Source = """
            Public Class Bell
                Public Event Rang(n As Integer)
            End Class
            Public Class House
            ADDED
                Public Function Live(n As Integer) As String
                    Return n.ToString() & Me.ToString() & System.Environment.TickCount.ToString()
                End Function
            End Class
            """;
        const string Added = """
            Private WithEvents source As New Bell()
            Private Sub Heard(n As Integer) Handles source.Rang
                System.Console.Write(n + source.GetHashCode())
            End Sub
            """;
        using var directory = new TestDirectory();
        var woven = Weaving.All(Compiler.VisualBasic(directory.Sub("1"), "WithEvents", Source.Replace("ADDED", "", StringComparison.Ordinal), Configuration.Release), directory.Sub("woven"));
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = woven, NewPath = Compiler.VisualBasic(directory.Sub("2"), "WithEvents", Source.Replace("ADDED", Added, StringComparison.Ordinal), Configuration.Release) });
        Assert.Equal("House._source", Assert.Single(result.Diagnostics, static d => d.Id == "HW3022").Member);
    }
}
